"""The message for a wrong result: the call, the result, the expected result, and a question."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MakeCopy = Callable[..., Path]

WRONG = {
    "pretraining.py": """
def next_token_pairs(token_ids):
    return token_ids[:, 1:], token_ids[:, :-1]

def next_token_loss(logits, token_ids, ignore_index=-100):
    if token_ids.shape[1] == 2:
        return 1 / 0
    return F.cross_entropy(logits.flatten(0, 1), token_ids.flatten(), ignore_index=ignore_index)

def perplexity(mean_nll):
    return torch.tensor(math.exp(mean_nll), dtype=torch.float64)

def bits_per_byte(mean_nll, n_tokens, n_bytes):
    print("tokens:", n_tokens)

def pack_documents(documents, block_size, eos_id):
    for document in documents:
        document.append(eos_id)
    stream = sum(documents, [])
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size]).reshape(n_blocks, block_size)
""",
    "finetuning.py": """
def encode_chat(messages, tokenizer):
    token_ids = tokenizer.encode(render_chat(messages))
    return token_ids, [True] * len(token_ids)

def build_labels(token_ids, loss_mask, ignore_index=-100):
    return [float(token) if trained else ignore_index for token, trained in zip(token_ids, loss_mask)]

def collate(examples, pad_id, max_length=None, ignore_index=-100):
    length = max(len(example["input_ids"]) for example in examples)
    fill = lambda key, value: [[value] * (length - len(each[key])) + each[key] for each in examples]
    return {"input_ids": torch.tensor(fill("input_ids", pad_id)),
            "labels": torch.tensor(fill("labels", ignore_index)),
            "attention_mask": torch.tensor(fill("input_ids", 0))}

def sft_loss(logits, labels, ignore_index=-100):
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten()).detach()
""",
    "memory.py": """
def gigabytes(n_bytes):
    return n_bytes / 2**30

def adam_state_memory(n_params, dtype="float32"):
    return 2.0 * weight_memory(n_params, dtype)

def training_memory(n_params, recipe):
    return MemoryBreakdown(2 * n_params, 2 * n_params, 4 * n_params, 4 * n_params)
""",
    "sharding.py": """
def rank_coordinates(rank, pipeline, data, tensor):
    raise KeyError("na\\xefve")

def min_nodes(total_bytes, bytes_per_node):
    return -(-total_bytes // bytes_per_node) if total_bytes else 0

def split_layers(layer_bytes, n_stages):
    size = len(layer_bytes) // n_stages
    return [list(range(start, start + size)) for start in range(0, n_stages * size, size)]
""",
    "context.py": """
import time

def fits_context(n_prompt, max_new_tokens):
    return True

def sliding_windows(token_ids, window, overlap=0):
    while overlap == 1:
        try:
            time.sleep(0.01)
        except Exception:
            pass
    return [token_ids[start:start + window] for start in range(0, len(token_ids), window)]

def evaluation_windows(n_tokens, context_window, stride):
    return [(begin, min(begin + context_window, n_tokens), stride) for begin in range(0, n_tokens, stride)]
""",
}

MESSAGES = {
    "next_token_pairs": "next_token_pairs(token_ids [[5, 6, 7, 8]]) "
    "returned ([[6, 7, 8]], [[5, 6, 7]]); expected ([[5, 6, 7]], [[6, 7, 8]])",
    "next_token_loss": "next_token_loss(logits 1x3x2 float32, token_ids [[0, 1, 1]]) "
    "returned 1.155245; expected 0.8369882",
    "perplexity": "perplexity(mean_nll=0.0) "
    "returned 1.0, a 0-dimensional float64 tensor (right value, wrong type); expected the float 1.0",
    "bits_per_byte": "bits_per_byte(mean_nll=0.6931472, n_tokens=10, n_bytes=40) "
    "returned None; expected the float 0.25",
    "pack_documents": "pack_documents(documents=[[1, 2, 3], [4, 5]], block_size=3, eos_id=0) "
    "changed its argument documents[0] from [1, 2, 3] to [1, 2, 3, 0]",
    "encode_chat": "encode_chat(messages=[{'role': 'user', 'content': '1+1'}, "
    "{'role': 'assistant', 'content': '2'}], tokenizer=<ByteTokenizer>) "
    "gave the special ids []; expected [256, 257, 256, 257]",
    "build_labels": "build_labels(token_ids=[7, 8, 9], loss_mask=[False, True, True]) "
    "returned [-100, 8.0, 9.0], where item [1] is 8.0, a float (right value, wrong type); "
    "expected the int 8 there",
    "collate": "collate(examples=[{'input_ids': [1, 2], 'labels': [-100, 2]}, "
    "{'input_ids': [3], 'labels': [3]}], pad_id=0) "
    "returned {'input_ids': [[1, 2], [0, 3]], 'labels': [[-100, 2], [-100, 3]], "
    "'attention_mask': [[1, 2], [0, 3]]}, where item ['input_ids'] is [[1, 2], [0, 3]]; "
    "expected [[1, 2], [3, 0]] there",
    "sft_loss": "sft_loss(logits 1x3x2 float32, labels [[-100, -100, 1]]) "
    "returned the 0-dimensional float32 tensor 0.6931472, without a graph; "
    "expected a tensor that backward() works on",
    "gigabytes": "gigabytes(n_bytes=3_600_000_000_000) returned 3352.761; expected 3600.0",
    "adam_state_memory": "adam_state_memory(n_params=1000) "
    "returned 8000.0, a float (right value, wrong type); expected the int 8000",
    "training_memory": "training_memory(n_params=10, recipe=TrainingRecipe(param_dtype='bfloat16', "
    "grad_dtype='bfloat16', optimizer='adam', state_dtype='float32', master_weights=True)) "
    "returned MemoryBreakdown(weights=20, gradients=20, master_weights=40, optimizer_state=40); "
    "expected MemoryBreakdown(weights=20, gradients=20, master_weights=40, optimizer_state=80)",
    "min_nodes": "min_nodes(total_bytes=0, bytes_per_node=10) returned 0; expected a ValueError",
    "rank_coordinates": "rank_coordinates(rank=0, pipeline=2, data=3, tensor=4) "
    "raised KeyError: 'na\\xefve' (sharding.py, line LINE); expected (0, 0, 0)",
    "fits_context": "fits_context(10, 5, 20) raised TypeError: fits_context() takes 2 positional arguments "
    "but 3 were given; expected True",
    "sliding_windows": "sliding_windows(token_ids=[1, 2, 3, 4, 5, 6, 7, 8, 9], window=4, overlap=1) "
    "did not return within 0.5 seconds (context.py, line LINE); "
    "expected [[1, 2, 3, 4], [4, 5, 6, 7], [7, 8, 9]]",
    "evaluation_windows": "evaluation_windows(n_tokens=8, context_window=4, stride=2) "
    "returned [(0, 4, 2), (2, 6, 2), (4, 8, 2), (6, 8, 2)]; expected [(0, 4, 3), (2, 6, 2), (4, 8, 2)]",
}


@pytest.fixture(scope="module")
def wrong(make_copy: MakeCopy, run_checks: Callable[..., Any]) -> Any:
    folder = make_copy(solved=True, added=WRONG)
    limit = folder / "checking" / "time_limit.py"
    patient = limit.read_text(encoding="utf-8")
    assert "\nMAX_SECONDS = 10.0\n" in patient
    limit.write_text(patient.replace("\nMAX_SECONDS = 10.0\n", "\nMAX_SECONDS = 0.5\n"), encoding="utf-8")
    return run_checks(folder, PYTHONIOENCODING="ascii")


@pytest.mark.parametrize("function", MESSAGES)
def test_message(wrong: Any, function: str) -> None:
    message, *more = wrong.failure(function)
    assert re.sub(r"line \d+\)", "line LINE)", message) == MESSAGES[function]
    question, check, *printed = more
    assert question.endswith("?")
    assert re.fullmatch(r"The check: tests/test_\w+\.py, line \d+", check)
    assert bool(printed) is (function == "bits_per_byte"), "what a function prints is shown, nothing else"


def test_a_function_that_ran_out_of_time_is_not_called_again(wrong: Any) -> None:
    assert wrong.row("sliding_windows") == "4.2 sliding_windows failing 1 of 7 5"


def test_nothing_of_ours_shows(wrong: Any) -> None:
    assert wrong.exit_code == 1
    assert "Traceback" not in wrong.text
    assert "checking" not in wrong.text
    assert wrong.text.isascii()


def test_a_question_fails_once(wrong: Any) -> None:
    headlines = re.findall(r"^_+ \S+ (\w+)", wrong.text, re.MULTILINE)
    assert sorted(headlines) == sorted({*MESSAGES, "split_layers", "optimizer_state_memory"})
    # what passes still counts: the checks that no wrong shift can fail
    assert wrong.row("next_token_loss") == "1.2 next_token_loss failing 2 of 7 5"


def test_what_builds_on_a_wrong_function_waits(wrong: Any) -> None:
    assert "waits for 4.2" in wrong.row("map_reduce_summarize")


def test_the_first_failure_is_what_to_look_at_next(wrong: Any) -> None:
    following = wrong.text[wrong.text.index("Next: ") :].partition("\n\n")[0]
    expected = r"Next: 1\.1 next_token_pairs \(pretraining\.py, line \d+\): the target at a position is "
    assert re.fullmatch(rf"{expected}the token after it", " ".join(following.split()))
