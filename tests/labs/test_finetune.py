"""Lab 2 with wrong functions: it says that something is off, and asks about the right place."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from reference import load_lab, load_provided

from .conftest import claim

finetune = load_lab("finetune")
tokenizer = load_provided("tokenizer").ByteTokenizer()
AGREES = "agrees with reading them token by token"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, run_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Lab 2 with a few steps and questions: a wrong loss shows at once."""
    monkeypatch.setattr(finetune, "QUICK_STEPS", 2)
    monkeypatch.setattr(finetune, "QUICK_BASE_STEPS", 2)
    monkeypatch.setattr(finetune, "QUICK_REPLIES", 3)
    monkeypatch.setattr(finetune, "READABLE", 4)
    pairs = [(f"What is a{number}?", "An answer of some words." + "!" * number) for number in range(8)]
    monkeypatch.setattr(finetune.corpus, "questions", lambda _: (pairs, pairs[:4]))
    return run_lab


def cross_entropy(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=-100)


def test_the_right_loss_agrees_with_reading_token_by_token(short: Callable[..., Any]) -> None:
    report, _ = short("finetune")
    assert claim(report, AGREES).value < 1e-4


def wrong_functions(functions: Mapping[str, Any]) -> Mapping[str, dict[str, Any]]:
    """Return wrong functions, by what is wrong with them."""
    encode, collate = functions["encode_chat"], functions["collate"]

    def with_mask(mask_of: Callable[[list[int], list[bool]], list[bool]]) -> dict[str, Any]:
        def encode_chat(messages: object, given: object) -> tuple[list[int], list[bool]]:
            ids, mask = encode(messages, given)
            return ids, mask_of(ids, mask)

        return {"encode_chat": encode_chat}

    def trained_padding(examples: list[Any], pad_id: int) -> Any:
        batch = collate(examples, pad_id)
        is_padding = batch["input_ids"] == pad_id
        return {**batch, "labels": torch.where(is_padding, batch["input_ids"], batch["labels"])}

    end = tokenizer.im_end_id
    return {
        "the prompt is trained": with_mask(lambda ids, _: [True] * len(ids)),
        "the mask is the wrong way round": with_mask(lambda _, mask: [not each for each in mask]),
        "the end marker is not trained": with_mask(
            lambda ids, mask: [each and token != end for each, token in zip(mask, ids, strict=True)]
        ),
        "labels without the mask": {"build_labels": lambda ids, _: list(ids)},
        "padding is trained": {"collate": trained_padding},
        "no shift": {"sft_loss": cross_entropy},
        "two shifts": {"sft_loss": lambda logits, labels: cross_entropy(logits[:, :-2], labels[:, 2:])},
        "a sum": {"sft_loss": lambda logits, labels: functions["sft_loss"](logits, labels) * 7},
    }


def test_each_wrong_function_is_noticed_at_once(
    short: Callable[..., Any], functions: Mapping[str, Any]
) -> None:
    for what, wrong in wrong_functions(functions).items():
        report, status = short("finetune", **wrong)
        assert status == 1, what
        off = claim(report, AGREES)
        assert not off.holds, what
        assert "its end marker and nothing else, and is the shift done once?" in off.line(), what


def test_ids_without_a_turn_of_the_assistant_stop_the_lab(
    short: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    report, status = short("finetune", encode_chat=lambda *_: ([1, 2, 3], [False, True, True]))
    assert (report, status) == (None, 2)
    shown = capsys.readouterr().out
    assert "cannot go on with what your encode_chat returned" in shown
    assert "hold no <|im_start|> that is followed by 'assistant'" in shown
