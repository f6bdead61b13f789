"""The labs' model: its schedule, what it writes, and how it is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from reference import load_lab

model = load_lab("model")


def test_the_learning_rate_rises_and_falls() -> None:
    rates = [model.learning_rate(step, 1000) for step in range(1000)]
    assert rates[0] == pytest.approx(1 / 50)
    assert rates[49] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(model.LOWEST, abs=0.001)
    assert rates[:50] == sorted(rates[:50])
    assert rates[50:] == sorted(rates[50:], reverse=True)
    assert model.learning_rate(0, 1) == 1.0


def test_padding_changes_nothing_that_is_written() -> None:
    gpt = model.new_model(0)
    prompts = [[1, 2, 3], [4] * 40, [5]]
    cold = {"n_tokens": 8, "seed": 0, "temperature": 1e-4}  # so cold that the most likely token is certain
    together = model.continue_text(gpt, prompts, **cold)
    assert together == [model.continue_text(gpt, [prompt], **cold)[0] for prompt in prompts]
    assert [len(each) for each in together] == [8, 8, 8]


def test_a_full_window_ends_the_text() -> None:
    prompt = [7] * (model.READABLE - 2)
    (written,) = model.continue_text(model.new_model(0), [prompt], 50, seed=0)
    assert len(written) == 3


def test_reading_byte_by_byte_is_the_cross_entropy_of_the_next_token() -> None:
    gpt, block = model.new_model(0), torch.randint(0, 256, (2, 9))
    logits = gpt(block[:, :-1]).flatten(0, 1)
    expected = torch.nn.functional.cross_entropy(logits, block[:, 1:].flatten()).item()
    assert model.surprise_byte_by_byte(gpt, block) == pytest.approx(expected, abs=1e-5)


def test_a_longer_trained_model_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "STORE", tmp_path / "cache" / "model.pt")
    assert model.load() is None
    first, second = model.new_model(1), model.new_model(2)
    assert model.keep(first, 100, 1) == ""
    assert model.keep(second, 50, 2) == "one with 100 steps is there"
    kept = model.load()
    assert (kept.n_steps, kept.seed) == (100, 1)
    assert model.load(100) is not None
    assert model.load(101) is None  # too short for a lab that needs more
    assert torch.equal(kept.model.final_norm.weight, first.final_norm.weight)
    assert model.keep(second, 100, 2) == ""
    assert model.load().seed == 2


def test_a_damaged_model_or_a_locked_folder_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "model.pt"
    monkeypatch.setattr(model, "STORE", place)
    assert model.keep(model.new_model(0), 1, 0) == ""
    whole = place.read_bytes()
    for damaged in (b"half a mod", whole[: len(whole) // 2], b""):
        place.write_bytes(damaged)
        assert model.load() is None
        assert "another one is trained" in capsys.readouterr().err
    assert model.keep(model.new_model(0), 1, 0) == ""
    assert model.load() is not None
    monkeypatch.setattr(model, "STORE", place / "below a file" / "model.pt")
    assert "labs/below a file cannot be written to (" in model.keep(model.new_model(0), 1, 0)


def test_a_model_of_another_version_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(model, "STORE", tmp_path / "model.pt")
    assert model.keep(model.new_model(0), 1, 0) == ""
    monkeypatch.setattr(model, "CONFIG", replace(model.CONFIG, n_heads=2))  # the weights' shapes are the same
    assert model.load() is None
    assert "another version of the labs" in capsys.readouterr().err
