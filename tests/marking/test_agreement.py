"""Cohen's κ against figures computed by hand, and samples as the labels to agree with."""

from pathlib import Path

import pytest

from autograder.marking.agreement import as_table, cohens_kappa, compare, labels, stale_rubrics
from autograder.marking.decisions import Sheet
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
    assert "| Q1.fact | 2 | 100% | 1.00 | 1.00 |" in text
    assert "| Q1.depth | 2 | 100% | – | – |" in text
    assert "| **Q1, mean** | | **100%** | 1.00 | 1.00 |" in text


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
