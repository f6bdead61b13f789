"""Lab 1 with wrong functions: it shows that something is off."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from reference import load_lab

from .conftest import claim

corpus, pretrain = load_lab("corpus"), load_lab("pretrain")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, run_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Lab 1 with a few steps: what is wrong with a loss shows at once."""
    monkeypatch.setattr(pretrain, "QUICK_STEPS", 10)
    monkeypatch.setattr(pretrain, "QUICK_EVALUATIONS", 2)
    monkeypatch.setattr(pretrain, "SAMPLE_BYTES", 8)
    text = "".join(corpus.topics(0).train)
    monkeypatch.setattr(pretrain.corpus, "topics", lambda _: corpus.Split([text[:30_000]], [text[-4_000:]]))
    monkeypatch.setattr(pretrain, "all_baselines", lambda *_: dict.fromkeys(
        ("unigrams", "bigrams", "trigrams", "gzip", "lzma", "bz2"), 20.0))  # fmt: skip
    return run_lab


def cross_entropy(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten())


def test_the_right_loss_agrees_with_reading_byte_by_byte(short: Callable[..., Any]) -> None:
    report, status = short("pretrain")
    assert status == 0
    assert claim(report, "byte by byte").value < 1e-4


def test_a_loss_without_the_shift_is_noticed(short: Callable[..., Any]) -> None:
    report, status = short("pretrain", next_token_loss=lambda logits, ids, **_: cross_entropy(logits, ids))
    assert status == 1
    off = claim(report, "byte by byte")
    assert off.value > 1
    assert "Does position t of the logits score the token after it" in off.line()
    assert "Something is off" in report.text("", "", with_figure=False)


def test_a_loss_shifted_twice_is_noticed(short: Callable[..., Any]) -> None:
    report, status = short(
        "pretrain", next_token_loss=lambda logits, ids, **_: cross_entropy(logits[:, :-2], ids[:, 2:])
    )
    assert status == 1
    assert not claim(report, "byte by byte").holds


def test_a_sum_in_place_of_a_mean_is_noticed(short: Callable[..., Any], functions: Mapping[str, Any]) -> None:
    loss = functions["next_token_loss"]
    report, status = short(
        "pretrain", next_token_loss=lambda logits, ids, **_: loss(logits, ids) * ids.numel()
    )
    assert status == 1
    assert not claim(report, "byte by byte").holds


def test_packing_that_loses_the_blocks_stops_the_lab(
    short: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    report, status = short("pretrain", pack_documents=lambda *_, **__: torch.zeros(0, 128, dtype=torch.int64))
    assert (report, status) == (None, 2)
    assert "The lab stopped: it cannot go on with what your " in capsys.readouterr().out


def test_the_model_is_kept_for_the_other_labs(short: Callable[..., Any]) -> None:
    model = load_lab("model")
    assert model.load() is None
    short("pretrain")
    assert model.load().n_steps == 10


def test_a_model_of_a_wrong_loss_is_not_kept_and_replaces_none(short: Callable[..., Any]) -> None:
    model = load_lab("model")
    wrong = {"next_token_loss": lambda logits, ids, **_: cross_entropy(logits, ids)}
    report, _ = short("pretrain", **wrong)
    assert "get no model from this run, because a claim does not hold" in " ".join(report.notes)
    assert model.load() is None
    short("pretrain")
    right = model.load().model.state_dict()
    short("pretrain", seed=1, **wrong)
    assert all(torch.equal(each, right[name]) for name, each in model.load().model.state_dict().items())
