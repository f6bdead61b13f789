"""Lab 5 with wrong windows, its needles and its summarizers."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from reference import load_lab, load_provided

from .conftest import claim

context, needles, strides = load_lab("context"), load_lab("context.needles"), load_lab("context.strides")
tokenizer = load_provided("tokenizer").ByteTokenizer()
TEXT = "Some words stand here, and more of them follow. A second sentence is short. " * 800


def stub(*_: object, **__: object) -> None:
    raise NotImplementedError


@pytest.fixture
def needles_only(monkeypatch: pytest.MonkeyPatch, run_lab: Callable[..., Any]) -> Callable[..., Any]:
    """Lab 5 for a student who has part 4 only."""
    monkeypatch.setattr(context, "QUICK_SEEDS", 1)

    def run(**others: object) -> Any:
        return run_lab("context", next_token_loss=stub, **others)

    return run


def test_part_4_alone_is_enough_for_the_maps(needles_only: Callable[..., Any]) -> None:
    report, status = needles_only()
    assert status == 0
    assert "until your next_token_loss and bits_per_byte (part 1) work" in " ".join(report.notes)
    assert report.values["evaluations"] == []


def test_windows_that_do_not_overlap_are_noticed(needles_only: Callable[..., Any]) -> None:
    report, status = needles_only(
        sliding_windows=lambda ids, window, *_, **__: [
            ids[at : at + window] for at in range(0, len(ids), window)
        ]
    )
    assert status == 1
    assert not claim(report, "windows with overlap").holds


def test_a_needle_is_whole_and_at_its_depth() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        fact, question = needles.needle(rng)
        for depth in (0.05, 0.5, 0.95):
            ids = needles.haystack(TEXT, 4096, depth, fact, rng)
            assert len(ids) == 4096
            assert needles.knows(ids, fact)
            place = bytes(ids).find(fact.encode()) / 4096
            assert abs(place - depth) < 0.04, (seed, depth)
        assert question in fact
        assert len(fact) < needles.OVERLAP


def test_a_summary_is_short_and_keeps_what_it_is_told_to() -> None:
    rng = random.Random(0)
    fact, question = needles.needle(rng)
    ids = needles.haystack(TEXT, 1000, 0.5, fact, rng)
    general, told = needles.summarizer("")(ids), needles.summarizer(question)(ids)
    assert max(len(general), len(told)) <= needles.KEPT * 1000
    assert needles.knows(told, fact)
    assert not needles.knows(general, fact)


def test_every_token_is_scored_once(functions: dict[str, Any]) -> None:
    student = load_lab("student").Student(functions)
    gpt = load_lab("model").new_model(0)
    ids = tokenizer.encode("Every byte of this text is scored once, whatever the stride is.")
    found = [strides.evaluate(student, gpt, ids, 16, stride) for stride in strides.strides(16)]
    for each in found:
        windows = functions["evaluation_windows"](len(ids), 16, each.stride)
        assert each.n_read == sum(end - begin for begin, end, _ in windows)
    # an untrained model needs about 8 bits for every byte, so a byte that is lost or doubled would show
    assert all(7 < each.bits < 10 for each in found)
