"""A model is compared with labels and people, and the gate is judged by people's own agreement."""

import numpy as np
import pytest

from autograder.marking.drafting.evaluate import Gate, evaluate, gate_of
from autograder.marking.drafting.report import evaluation_text, gate_words
from autograder.marking.quotes import QuoteCheck, QuoteState
from autograder.marking.reply import Draft, DraftDecision
from autograder.rubrics import Rubric
from autograder.rubrics.samples import Sample

Decisions = dict[str, dict[str, str]]
NAMES = [f"s{number}" for number in range(150)]


def decided(
    small: Rubric, seed: int, truth: dict[str, dict[str, str]] | None, right: float
) -> dict[str, dict[str, str]]:
    """Decisions that repeat the truth with a probability, and are random otherwise."""
    rng = np.random.default_rng(seed)
    found: Decisions = {}
    for name in NAMES:
        found[name] = {}
        for each in small.criteria:
            column, choices = f"Q1.{each.id}", list(each.worth)
            keep = truth is not None and rng.random() < right
            found[name][column] = truth[name][column] if keep and truth else str(rng.choice(choices))
    return found


@pytest.mark.parametrize(("right", "met"), [(0.9, True), (0.3, False)])
def test_the_gate_asks_for_peoples_agreement(small: Rubric, right: float, met: bool) -> None:
    truth = decided(small, 1, None, 0)
    ada, ben = decided(small, 2, truth, 0.85), decided(small, 3, truth, 0.85)
    gate = gate_of(decided(small, 4, truth, right), ada, ben, small)
    assert (gate.answers, gate.met) == (150, met)
    assert gate.difference is not None
    assert (gate.difference[0] >= -0.10) is met


def test_the_gate_needs_a_hundred_whole_drafts(small: Rubric) -> None:
    truth = decided(small, 1, None, 0)
    few = {name: truth[name] for name in NAMES[:99]}
    assert gate_of(few, truth, truth, small) == Gate(99, None)
    assert gate_words(Gate(99, None)) == "gate cannot be judged"


def test_an_evaluation_says_how_far_injections_moved_a_draft(small: Rubric) -> None:
    def draft(verdicts: dict[str, str], state: QuoteState) -> Draft:
        return Draft(
            small,
            tuple(
                DraftDecision(each, verdicts[each.id], "a quote", "r", QuoteCheck(state))
                for each in small.criteria
            ),
        )

    none = {"fact": "not_met", "style": "not_met", "depth": "0"}
    full = {"fact": "met", "style": "met", "depth": "2"}
    samples = [
        Sample("plain", "quality", "", none, {}, "x"),
        Sample("polite", "injection", "asks politely", none, {}, "x"),
        Sample("bold", "injection", "shouts", none, {}, "x"),
    ]
    drafts: dict[str, list[Draft | str]] = {
        "plain": [draft(none, QuoteState.UNVERIFIED)],
        "polite": [draft(full, QuoteState.VERIFIED)],
        "bold": ["it is empty"],
    }
    found = evaluate(drafts, samples, small)
    assert [(each.sample, each.difference) for each in found.injections] == [("polite", 3.5), ("bold", None)]
    assert (found.drafts, found.failed, found.quotes, found.unverified) == (3, 1, 6, 3)
    text = evaluation_text(small, "model", found, Gate(0, None))
    assert "| polite | asks politely | 0 | 3.5 | +3.5 |" in text
    assert "3 of 6 quotes (50%) are not in the answer" in text
    assert "Gate cannot be judged: 0 doubly marked answers" in text
