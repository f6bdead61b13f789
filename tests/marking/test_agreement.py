"""Cohen's κ against figures computed by hand, and samples as the labels to agree with."""

from pathlib import Path

import numpy as np
import pytest

from autograder.marking.agreement import (
    alpha,
    alphas,
    as_table,
    cohens_kappa,
    compare,
    compare_people,
    kappa_interval,
    kappas_of,
    labels,
    people_text,
    resampled,
)
from autograder.marking.decisions import Sheet, stale_rubrics
from autograder.rubrics import Rubric
from autograder.rubrics.samples import Sample

TWO = {"not_met": 0.0, "met": 0.5}
LEVELS = {"0": 0.0, "0.5": 0.5, "1": 1.0, "2": 2.0}


def pairs(**times: int) -> list[tuple[str, str]]:
    words = {"y": "met", "n": "not_met"}
    return [(words[key[0]], words[key[1]]) for key, count in times.items() for _ in range(count)]


def test_kappa_of_two_verdicts() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no. Observed 35/50 = 0.7;
    # by chance 25/50 · 30/50 + 25/50 · 20/50 = 0.5; κ = (0.7 - 0.5) / (1 - 0.5) = 0.4.
    found = pairs(yy=20, yn=5, ny=10, nn=15)
    assert cohens_kappa(found, TWO, weighted=False) == pytest.approx(0.4)
    assert cohens_kappa(found, TWO, weighted=True) == pytest.approx(0.4)  # two verdicts: the same


def test_kappa_at_its_ends() -> None:
    assert cohens_kappa(pairs(yy=3, nn=4), TWO, weighted=False) == 1
    assert cohens_kappa(pairs(yn=5, ny=5), TWO, weighted=False) == -1
    assert cohens_kappa(pairs(yy=7), TWO, weighted=False) is None


def test_quadratic_weights_follow_the_points() -> None:
    # Distances over the range of 2: 0.5 and 1 differ by (0.5/2)² = 1/16, 0 and 2 by 1, 1 and 2 by 1/4, …
    found = [("0", "0"), ("0.5", "1"), ("2", "2"), ("1", "2")]
    # Observed (0 + 1/16 + 0 + 1/4) / 4 = 5/64. By chance, first {0, 0.5, 2, 1} against second {0, 1, 2, 2}:
    # 0: 0 + 1/4 + 1 + 1; 0.5: 1/16 + 1/16 + 9/16 + 9/16; 2: 1 + 1/4 + 0 + 0; 1: 1/4 + 0 + 1/4 + 1/4
    # = 2.25 + 1.25 + 1.25 + 0.75 = 5.5, over 16 pairs. κ = 1 - (5/64) / (5.5/16) = 1 - 5/22.
    assert cohens_kappa(found, LEVELS, weighted=True) == pytest.approx(1 - 5 / 22)
    # Unweighted: observed 2/4; by chance 0: 1·1, 0.5: 0, 1: 1·1, 2: 1·2 = 4/16. κ = (0.5 - 0.25) / 0.75.
    assert cohens_kappa(found, LEVELS, weighted=False) == pytest.approx(1 / 3)


def test_only_what_both_decided_is_compared(small: Rubric) -> None:
    first = {"a": {"Q1.fact": "met"}, "b": {"Q1.fact": "met", "Q1.style": "met"}, "c": {"Q1.fact": "met"}}
    second = {"a": {"Q1.fact": "not_met"}, "b": {"Q1.fact": "met"}, "d": {"Q1.fact": "met"}}
    (row,) = compare(first, second, [small])
    assert (row.column, row.answers, row.exact, row.kappa) == ("Q1.fact", 2, 0.5, 0)


def test_the_table_names_each_criterion_and_the_mean(small: Rubric) -> None:
    first = {"a": {"Q1.fact": "met", "Q1.depth": "2"}, "b": {"Q1.fact": "not_met", "Q1.depth": "2"}}
    text = as_table("ada and ben", compare(first, first, [small]))
    assert "| Q1.fact | 2 | 100% | 1.00 | 1.00 | too few | – |" in text
    assert "| Q1.depth | 2 | 100% | – | – | too few | – |" in text
    assert "| **Q1, mean** | | **100%** | 1.00 | 1.00 | | |" in text


def test_a_sheet_by_another_wording_is_named(small: Rubric) -> None:
    sheets = [Sheet(Path("a.csv"), {"Q1": digest}, (), {}, {}) for digest in (small.hash, "0" * 64)]
    (warning,) = stale_rubrics(sheets, [small])
    assert "another wording of Q1 (hash 00000000" in warning


def test_a_sample_is_known_by_its_name_and_by_its_question() -> None:
    known = labels({"Q5": [Sample("steady", "quality", "", {"claim": "0.5", "facts": "2"}, {}, "")]})
    assert known["steady"]["Q5.claim"] == known["Q5/steady"]["Q5.claim"] == "0.5"


def test_labels_of_several_questions_stand_beside_each_other() -> None:
    def sample(verdict: str) -> Sample:
        return Sample("same", "model", "", {"fact": verdict}, {}, "")

    known = labels({"Q1": [sample("met")], "Q2": [sample("not_met")]})
    assert known["same"] == {"Q1.fact": "met", "Q2.fact": "not_met"}


def test_the_bootstraps_formula_is_scikit_learns() -> None:
    rng = np.random.default_rng(3)
    values = np.array([0.0, 0.5, 1.0, 2.0])
    names = {value: f"{value:g}" for value in values}
    found = [(names[a], names[b]) for a, b in rng.choice(values, (40, 2))]
    points = np.array([[LEVELS[one], LEVELS[other]] for one, other in found])
    (ours,) = kappas_of(points[None, :, 0], points[None, :, 1])
    assert ours == pytest.approx(cohens_kappa(found, LEVELS, weighted=True))
    first, second = resampled(points)
    assert first.shape == second.shape == (2000, 40)


def test_an_interval_needs_twenty_answers_and_some_variety() -> None:
    assert kappa_interval(pairs(yy=10, nn=9), TWO) is None
    assert kappa_interval(pairs(yy=40), TWO) is None
    low, high = kappa_interval(pairs(yy=20, yn=5, ny=10, nn=15), TWO) or (9, 9)
    # The standard error of κ = 0.4 is near sqrt(0.7 · 0.3 / (50 · 0.5²)) = 0.13 (Cohen 1960).
    assert low == pytest.approx(0.4 - 1.96 * 0.13, abs=0.06)
    assert high == pytest.approx(0.4 + 1.96 * 0.13, abs=0.06)


def test_alpha_against_a_published_figure(small: Rubric) -> None:
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section B: two observers, nominal data.
    first = "0100000001"
    second = "1110010000"
    values = [[float(each) for each in row] for row in (first, second)]
    assert alpha(values, small.criterion("fact")) == pytest.approx(0.095, abs=0.001)
    assert alpha([[1.0, 1.0], [1.0, 1.0]], small.criterion("fact")) is None


def test_people_are_told_where_they_differ_and_what_was_not_compared(small: Rubric) -> None:
    first = {"a": {"Q1.fact": "met"}, "b": {"Q1.fact": "met"}, "c": {"Q1.fact": "met"}, "e": {}}
    second = {"a": {"Q1.fact": "not_met"}, "b": {"Q1.fact": "met"}, "d": {"Q1.fact": "met"}}
    compared = compare_people(first, second, [small])
    assert (compared.both, compared.only_first, compared.only_second) == (2, ("c",), ("d",))
    text = people_text("ada and ben", compared, alphas([first, second], [small]))
    assert "2 answers were decided by both." in text
    assert "decided by the first only: c." in text
    assert "- Q1.fact, a: met and not met" in text
    assert "too few" in text
