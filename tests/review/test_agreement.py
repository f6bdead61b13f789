"""κ and α of 1,600 summaries that three people rated, through the database, against the libraries themselves.

The ratings are SummEval's (Fabbri et al. 2020, coherence from 1 to 5), which the package `metajudge` carries.
"""

import csv
from collections.abc import Callable
from importlib.metadata import distribution
from itertools import pairwise

import krippendorff
import numpy as np
import pytest
from review_fixtures import Review
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import insert, select

from autograder.marking.agreement import alphas
from autograder.review import rubric_versions
from autograder.review.agreement import double_marked, strictness
from autograder.review.models import (
    Allocation,
    Answer,
    Decision,
    Grader,
    Kind,
    Marking,
    Slot,
    State,
    Status,
    Submission,
)
from autograder.review.status import agreement_text
from autograder.rubrics.model import Criterion, Level, Rubric

Make = Callable[..., Review]
# Points begin with 0: neither κ nor α changes if 1 is taken from all ratings.
LEVELS = tuple(Level(float(points), f"coherence {points + 1}", "") for points in range(5))
RUBRIC = Rubric("Q1", "1", "", (Criterion("coherence", 4.0, "", "", "", "", "", False, "", LEVELS),))


def ratings() -> np.ndarray:
    """The ratings, one row for each person."""
    path = distribution("metajudge").locate_file("metajudge/data/demo.csv")
    with open(str(path), newline="", encoding="utf-8") as file:  # noqa: PTH123
        rows = [*csv.DictReader(file)]
    raters, items = sorted({row["rater"] for row in rows}), sorted({row["item"] for row in rows})
    table = np.full((len(raters), len(items)), np.nan)
    places = {item: place for place, item in enumerate(items)}
    for row in rows:
        table[raters.index(row["rater"]), places[row["item"]]] = int(row["score"])
    assert table.shape == (3, 1600)
    assert not np.isnan(table).any()
    return table


def store(review: Review, table: np.ndarray) -> None:
    """Store the ratings of two people for each item, not always the same two."""
    with review.database.write() as session:
        rubric_versions.use(session, RUBRIC, "", "", "test")
        version = rubric_versions.in_use(session, "Q1")
        assert version is not None
        graders = session.scalars(select(Grader.id).order_by(Grader.name)).all()
        submissions, answers, allocations, markings, decisions = [], [], [], [], []
        for item in range(1, table.shape[1] + 1):
            submissions.append({"id": item, "pseudonym": f"P{item}"})
            answers.append(
                {
                    "id": item, "submission_id": item, "question": "Q1", "kind": Kind.STUDENT,
                    "status": Status.WAITING, "text": "", "hard_lines": False, "words": 1, "missing": False,
                    "help_used": "", "digest": "", "passages": [], "warnings": [], "flags": [], "numbers": [],
                    "labels": {},
                }
            )  # fmt: skip
            for place, slot in enumerate((Slot.FIRST, Slot.SECOND)):
                key, person = 2 * item + place, (item + place) % 3
                allocations.append(
                    {
                        "id": key, "answer_id": item, "grader_id": graders[person], "question": "Q1",
                        "slot": slot, "place": slot, "again": False, "position": 0, "criteria": [],
                    }
                )  # fmt: skip
                markings.append(
                    {
                        "id": key, "allocation_id": key, "rubric_id": version.id, "state": State.CONFIRMED,
                        "version": 1, "save_id": "", "comment": "", "look_again": [],
                    }
                )  # fmt: skip
                points = f"{table[person, item - 1] - 1:g}"
                decisions.append(
                    {"marking_id": key, "criterion": "coherence", "verdict": points, "comment": ""}
                )
        for model, rows in (
            (Submission, submissions), (Answer, answers), (Allocation, allocations), (Marking, markings),
            (Decision, decisions),
        ):  # fmt: skip
            session.execute(insert(model), rows)


@pytest.mark.slow
def test_agreement_equals_that_of_the_libraries(make_review: Make) -> None:
    table = ratings()
    review = make_review("anna", "ben", "cem")
    store(review, table)
    items = np.arange(table.shape[1])
    first, second = table[(items + 1) % 3, items], table[(items + 2) % 3, items]
    with review.database.read() as session:
        double = double_marked(session)
        means = {each.grader: each.mean for each in strictness(session)}
        assert "| Q1.coherence | 1600 |" in agreement_text(session)
    (row,) = double.rows
    scale = [1, 2, 3, 4, 5]
    assert row.answers == 1600
    assert row.exact == pytest.approx((first == second).mean())
    assert row.kappa == pytest.approx(cohen_kappa_score(first, second, labels=scale))
    weighted = cohen_kappa_score(first, second, labels=scale, weights="quadratic")
    assert row.weighted_kappa == pytest.approx(weighted)
    assert row.interval is not None
    assert row.interval[0] < weighted < row.interval[1]
    seen = np.full(table.shape, np.nan)
    for values, places in ((first, (items + 1) % 3), (second, (items + 2) % 3)):
        seen[places, items] = values
    expected = krippendorff.alpha(seen, value_domain=scale, level_of_measurement="interval")
    assert double.alphas["Q1.coherence"] == pytest.approx(expected)
    for place, name in enumerate(("anna", "ben", "cem")):
        assert means[name] == pytest.approx(np.nanmean(seen[place]) - 1)


def test_alpha_of_three_people_equals_the_librarys() -> None:
    table = ratings()
    people = [
        {str(item): {"Q1.coherence": f"{value - 1:g}"} for item, value in enumerate(row)} for row in table
    ]
    expected = krippendorff.alpha(table, value_domain=[1, 2, 3, 4, 5], level_of_measurement="interval")
    assert alphas(people, [RUBRIC])["Q1.coherence"] == pytest.approx(expected)
    # Two of three people alone give other figures, so the third one counts.
    assert all(
        alphas([one, other], [RUBRIC])["Q1.coherence"] != pytest.approx(expected)
        for one, other in pairwise(people)
    )
