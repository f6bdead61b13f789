"""Messages for wrong types, signatures and exceptions, and the questions that fit them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MakeCopy = Callable[..., Path]

WRONG = {
    "pretraining.py": """
def next_token_pairs(token_ids):
    return token_ids

def next_token_loss(logits, token_ids, ignore_index=-100):
    raise ValueError("na\xefve C:\\\\temp")

def bits_per_byte(nll, tokens, size):
    return nll

def pack_documents(documents, block_size, eos_id):
    stream = [float(token) for document in documents for token in [*document, eos_id]]
    return torch.tensor(stream[: len(stream) // block_size * block_size]).reshape(-1, block_size)
""",
    "finetuning.py": """
def encode_chat(messages, tokenizer):
    ids = [each for message in messages for each in tokenizer.encode(message["role"] + message["content"])]
    return ids, [True] * (len(ids) - 4)

def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if len(examples) == 2:
        return {"input_ids": [[1, 2], [3, 0]], "labels": [[-100, 2], [3, -100]], "attention_mask": [[1]]}
""",
    "memory.py": 'TEXT = f\'{1 + "\u00e9\\n"}\n',
    "sharding.py": """
def split_layers(layer_bytes, n_stages):
    return [list(range(len(layer_bytes))[stage::n_stages]) for stage in range(n_stages)]

def rank_coordinates(rank, pipeline, data, tensor):
    import importlib
    return importlib.import_module("no_such_module")
""",
    "context.py": """
def fits_context(n_prompt, max_new_tokens, context_window):
    return max(0, context_window - n_prompt - max_new_tokens)

def sliding_windows(token_ids, window, overlap=0):
    return [token_ids[begin : begin + window] for begin in range(0, len(token_ids), window - overlap)]

def evaluation_windows(n_tokens, context_window, stride):
    return evaluation_windows(n_tokens, context_window, stride)
""",
}

SAID = {
    "next_token_pairs": (
        "returned [[0, 0, 0, 0], [0, 0, 0, 0]], an int64 tensor of shape 2x4; expected a tuple of 2 tensors, "
        "([[0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0]])",
        "Which type do the function's signature and docstring promise?",
    ),
    "next_token_loss": (
        r"raised ValueError: na\xefve C:\temp (pretraining.py, line LINE); expected 0.6931472",
        "What is the value of each variable on that line when it runs?",
    ),
    "bits_per_byte": (
        "got an unexpected keyword argument 'n_tokens'; expected 0.25",
        "Has the function's signature been changed?",
    ),
    "pack_documents": (
        "returned a float32 tensor; expected int64 (the numbers are right)",
        "Which type do the function's signature and docstring promise?",
    ),
    "encode_chat": (
        "returned 17 ids and a mask of 13; expected a list of ints and a list of bools of the same length",
        "Which type does each entry have, and is there one mask entry per id?",
    ),
    "collate": (
        "'attention_mask': [[1]]}, a dict of 3 lists; expected tensors of shapes "
        "{'attention_mask': (2, 2), 'input_ids': (2, 2), 'labels': (2, 2)}",
        "Which type do the function's signature and docstring promise?",
    ),
    "rank_coordinates": (
        "raised ModuleNotFoundError: No module named 'no_such_module' (sharding.py, line LINE); "
        "expected (0, 0, 0)",
        "What is the value of each variable on that line when it runs?",
    ),
    "fits_context": (
        "returned 5, an int; expected the bool True",
        "Which type do the function's signature and docstring promise?",
    ),
    "sliding_windows": (
        "returned [[0, 1, 2, 3], [3, 4, 5, 6], [6]]; expected [[0, 1, 2, 3], [3, 4, 5, 6]]",
        "Which token of the last window is new?",
    ),
    "evaluation_windows": (
        "raised RecursionError: maximum recursion depth exceeded (context.py, line LINE); "
        "expected [(0, 4, 3), (2, 6, 2), (4, 8, 2)]",
        "Which loop or call does not end here, and what should end it?",
    ),
}


@pytest.fixture(scope="module")
def wrong(make_copy: MakeCopy, run_checks: Callable[..., Any]) -> Any:
    return run_checks(make_copy(solved=True, added=WRONG), PYTHONIOENCODING="ascii")


@pytest.mark.parametrize("function", SAID)
def test_message_and_question(wrong: Any, function: str) -> None:
    message, question, *_ = wrong.failure(function)
    said, asked = SAID[function]
    message = re.sub(r"line \d+\)", "line LINE)", message)
    # which Python 3.13 adds to some errors
    assert re.sub(r"\. Did you mean '\w+'\?", "", message).endswith(said)
    assert question == asked


def test_a_line_with_a_syntax_error_is_shown_as_it_is(wrong: Any) -> None:
    message, source = wrong.failure("weight_memory")
    assert re.match(r"memory\.py, line \d+: SyntaxError: ", message)
    assert (
        source == r"""    TEXT = f'{1 + "\xe9\n"}"""
    )  # one backslash for the character that the console lacks, one of the student's own


def test_a_split_that_is_not_even_is_seen(wrong: Any) -> None:
    assert " failing " in wrong.row("split_layers")


def test_running_out_of_stack_is_no_runtime_error_of_ones_own(
    make_copy: MakeCopy, run_checks: Callable[..., Any]
) -> None:
    endless = "def map_reduce_summarize(token_ids, summarize, window, overlap=0):\n"
    endless += "    if len(token_ids) == 6:\n"
    endless += "        return map_reduce_summarize(token_ids, summarize, window, overlap)\n"
    endless += "    raise RuntimeError\n"
    folder = make_copy(solved=True, added={"context.py": endless})
    run = run_checks(folder, "tests/test_context.py", "-k", "map_reduce_summarize_no_progress")
    assert "raised RecursionError: maximum recursion depth exceeded" in run.text
    assert "expected a RuntimeError that your own code raises" in run.text
