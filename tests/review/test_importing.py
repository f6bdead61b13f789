"""Importing is idempotent, keeps names apart, and never changes a marked text silently."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from review_fixtures import FULL, MINI, TEXT, Review
from sqlalchemy import select, text

from autograder.review.database import ReviewError
from autograder.review.importing import Result, read_places
from autograder.review.models import Answer, Marking, State, Submission
from autograder.review.roster import Roster, Student, read_names

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
    assert review.folder.roster().students[code] == Student("mueller-1234567", "Name of mueller-1234567")


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


def test_places_are_read_and_unreadable_ones_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "anna" / "written"
    folder.mkdir(parents=True)
    (folder / "q1_temperature.md").write_text(f"<!-- ANSWER BEGINS -->\n{TEXT}\n<!-- ANSWER ENDS -->\n")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no zip")
    result = Result()
    places = [tmp_path / "anna", tmp_path / "broken.zip"]
    found = [*read_places(places, MINI, {"anna": "Anna A."}, result)]
    assert [each.student for each in found] == [Student("anna", "Anna A.")]
    assert found[0].answers.answers[0].text == TEXT
    assert len(result.failed) == 1
    assert result.failed[0].startswith("broken.zip: ")


def test_a_roster_survives_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    roster = Roster(tmp_path / "roster.json")
    codes = {roster.pseudonym(Student(f"s{number}", f"N{number}")) for number in range(300)}
    roster.save()
    again = Roster(tmp_path / "roster.json")
    assert len(codes) == 300
    assert {again.pseudonym(Student(f"s{number}", "")) for number in range(300)} == codes
    one = again.find("s7")
    assert one is not None
    again.forget(one)
    assert again.find("s7") is None
    for content in ("", "[]", '{"a": 1}', json.dumps({"a": {"key": "b"}})):
        (tmp_path / "roster.json").write_text(content)
        with pytest.raises(ReviewError):
            Roster(tmp_path / "roster.json")


def test_names_come_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("﻿s1,Anna Å\n\ns2, Ben\n", encoding="utf-8")
    assert read_names(tmp_path / "names.csv") == {"s1": "Anna Å", "s2": "Ben"}
    (tmp_path / "names.csv").write_text("s1\n")
    with pytest.raises(ReviewError):
        read_names(tmp_path / "names.csv")
