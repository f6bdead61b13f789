"""From markings to points, gradebooks and feedback; and deleting all of it."""

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from review_fixtures import FULL, TEXT, Review
from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.review.agreement import double_marked, strictness
from autograder.review.allocation import claim
from autograder.review.database import ReviewError
from autograder.review.models import Answer, AuditEvent, Grader, Slot, State, Status, Submission
from autograder.review.outcomes import outcomes
from autograder.review.publishing import publish
from autograder.review.purging import purge, students_before

Make = Callable[..., Review]
HALF = {"effect": "met", "task": "1.5"}


@contextmanager
def claimed(review: Review, grader: str, slot: Slot, criteria: tuple[str, ...] = ()) -> Iterator[None]:
    with review.database.write() as session:
        answer = session.get(Answer, 1)
        person = session.scalars(select(Grader).where(Grader.name == grader)).one()
        assert answer is not None
        claim(session, answer, person, slot, criteria)
    yield


def status(review: Review) -> list[tuple[Status, float | None]]:
    with review.database.read() as session:
        return [(each.status, each.points) for each in outcomes(session)]


def try_to_publish(review: Review, out: Path) -> int:
    with review.database.write() as session:
        return publish(session, review.folder.roster(), out, "Homework", "lea").students


def test_the_way_of_a_disputed_answer(make_review: Make, tmp_path: Path) -> None:
    review = make_review("anna", "ben", "cem", "dua")
    review.add({"s1": f"{TEXT} =1+1"})
    assert status(review) == [(Status.UNASSIGNED, None)]
    review.assign(double=1)
    first, second = review.allocations()
    review.mark(first, FULL)
    assert status(review) == [(Status.WAITING, None)]
    review.mark(second, HALF)
    assert status(review) == [(Status.DISPUTED, None)]
    with pytest.raises(ReviewError, match="1 disputed"):
        try_to_publish(review, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with claimed(review, "cem", Slot.ADJUDICATOR):
        (adjudication,) = review.allocations(slot=Slot.ADJUDICATOR)
        review.mark(adjudication, HALF, comment="See *both* halves.")
    assert status(review) == [(Status.FINAL, 3.5)]
    with claimed(review, "dua", Slot.REGRADE, ("task",)):
        assert status(review) == [(Status.WAITING, None)]
        (regrade,) = review.allocations(slot=Slot.REGRADE)
        review.mark(regrade, {"task": "3"})
    assert status(review) == [(Status.FINAL, 5.0)]
    assert try_to_publish(review, tmp_path / "out") == 1


def test_two_that_agree_are_final_and_agreement_is_counted(make_review: Make) -> None:
    review = make_review("anna", "ben")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign(double=2)
    for number, allocation in enumerate(review.allocations()):
        review.mark(allocation, FULL if number != 3 else HALF)
    assert sorted(state for state, _ in status(review)) == ["disputed", "final"]
    with review.database.read() as session:
        agreed = {each.column: (each.answers, each.exact) for each in double_marked(session).rows}
        means = [(each.grader, each.answers, each.mean, each.mean_of_all) for each in strictness(session)]
    assert agreed == {"Q1.effect": (2, 1.0), "Q1.task": (2, 0.5)}
    # Three full marks of 5 points and one of 3.5: a mean of 18.5 / 4.
    assert sum(mean for _, _, mean, _ in means) == 5 + (5 + 3.5) / 2
    assert {of_all for *_, of_all in means} == {18.5 / 4}


def test_what_is_published(make_review: Make, tmp_path: Path) -> None:
    review = make_review("anna")
    review.add({"=cmd|' /C calc'!A0": TEXT, "s2": ""})
    review.assign()
    (allocation,) = review.allocations()
    review.mark(allocation, HALF, comment="Good. <script>alert(1)</script>")
    assert try_to_publish(review, tmp_path) == 2
    with (tmp_path / "canvas.csv").open(newline="") as file:
        rows = [*csv.DictReader(file)]
    column = "Homework (written)" if "Homework (written)" in rows[0] else [*rows[0]][-1]
    assert [row[column] for row in rows] == ["5", "3.5", "0"]
    points = (tmp_path / "points.csv").read_text()
    assert "'=cmd" in points
    pages = sorted((tmp_path / "feedback").iterdir())
    assert {page.suffix for page in pages} == {".md", ".html"}
    assert len(pages) == 4
    page = next(each.read_text() for each in pages if each.suffix == ".html" and "cmd" in each.name)
    assert "<script>" not in page
    assert "3.5 of 5 points" in page
    assert "anna" not in page
    assert all(each.stat().st_mode & 0o077 == 0 for each in pages)


def test_nothing_is_published_from_an_empty_review(make_review: Make, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="nothing to publish"):
        try_to_publish(make_review("anna"), tmp_path / "out")


def test_purging_leaves_nothing_of_a_student(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"mueller": f"{TEXT} Unmistakable words.", "other": TEXT})
    review.assign()
    for allocation in review.allocations():
        review.mark(allocation, HALF, comment=f"Comment {allocation.answer_id}.", state=State.CONFIRMED)
    roster = review.folder.roster()
    code = roster.find("mueller")
    assert code is not None
    with review.database.read() as session:
        assert len(students_before(session, "9999-01-01")) == 2
        assert students_before(session, "2020-01-01") == []
    assert purge(review.database, roster, [code], "lea") == 1
    assert review.folder.roster().find("mueller") is None
    with review.database.read() as session:
        assert len(all_rows(session)) == 1
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert (last.action, last.after) == ("purge", {"students": 1})
    review.database.close()
    files = [*review.folder.path.glob("review.sqlite*")]
    content = b"".join(path.read_bytes() for path in files)
    assert b"Unmistakable" not in content
    assert code.encode() not in content
    assert sqlite3.connect(review.folder.path / "review.sqlite").execute(
        "pragma integrity_check"
    ).fetchone() == ("ok",)


def all_rows(session: Session) -> list[Submission]:
    return list(session.scalars(select(Submission)))
