"""Importing is idempotent, keeps names apart, and never changes a marked text silently."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from review_fixtures import FULL, TEXT, Review, student
from sqlalchemy import select, text

from autograder.review.database import ReviewError
from autograder.review.models import Answer, Marking, State, Submission
from autograder.review.roster import Roster

Make = Callable[..., Review]


def answers(review: Review) -> list[Answer]:
    with review.database.read() as session:
        return list(session.scalars(select(Answer).order_by(Answer.id)))


def test_a_second_import_changes_nothing(make_review: Make) -> None:
    review = make_review("anna")
    first = review.add({"s1": TEXT, "s2": ""})
    again = review.add({"s1": TEXT, "s2": "", "s3": TEXT})
    assert (len(first.new), len(first.same)) == (2, 0)
    assert (len(again.new), len(again.same), again.changed, again.kept) == (1, 2, [], [])
    assert len(answers(review)) == 3


def test_the_database_holds_no_name(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"mueller-1234567": TEXT})
    with review.database.read() as session:
        (code,) = session.scalars(select(Submission.pseudonym))
        tables = session.scalars(text("select name from sqlite_master where type = 'table'")).all()
        content = repr([session.execute(text(f"select * from {name}")).all() for name in tables])
    assert "mueller" not in content
    assert "Name of" not in content
    assert code in content
    assert review.folder.roster().students[code] == student("mueller-1234567")


def test_a_marked_text_is_kept_until_told_otherwise(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign()
    marked = review.allocations()[0]
    review.mark(marked, FULL)
    result = review.add({"s1": "Another text.", "s2": "Another text."})
    assert (len(result.kept), len(result.changed)) == (1, 1)
    assert sorted(each.text for each in answers(review)) == sorted([TEXT, "Another text."])
    assert len(review.add({"s1": "Another text.", "s2": "Another text."}, replace=True).changed) == 1
    with review.database.read() as session:
        marking = session.scalars(select(Marking).where(Marking.allocation_id == marked.id)).one()
        assert marking.state is State.OPEN
        assert marking.look_again == ["effect", "task"]
        assert marking.version == 2


def test_hostile_texts_are_stored(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": "a\0b \ud800 <script>"})
    (answer,) = answers(review)
    assert answer.text == "a�b ? <script>"


def test_a_roster_survives_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    roster = Roster(tmp_path / "roster.json")
    codes = {roster.pseudonym(student(f"s{number}")) for number in range(300)}
    roster.save()
    again = Roster(tmp_path / "roster.json")
    assert len(codes) == 300
    assert {again.pseudonym(student(f"s{number}")) for number in range(300)} == codes
    one = again.find("s7")
    assert one == again.find("Name of s7")
    assert one is not None
    again.forget(one)
    assert again.find("s7") is None
    for content in ("", "[]", '{"a": 1}', json.dumps({"a": {"key": "b"}})):
        (tmp_path / "roster.json").write_text(content)
        with pytest.raises(ReviewError):
            Roster(tmp_path / "roster.json")
