"""Answers are given out evenly, some twice, and never to two people by accident."""

from collections import Counter
from collections.abc import Callable

import pytest
from review_fixtures import FULL, TEXT, Review
from sqlalchemy import select

from autograder.review.allocation import claim, next_for, progress, take_from
from autograder.review.database import ReviewError
from autograder.review.models import Answer, Grader, Slot, State

Make = Callable[..., Review]


def class_of(count: int) -> dict[str, str]:
    return {f"s{number}": f"{TEXT} Number {number}." for number in range(count)}


def test_each_answer_has_one_first_and_second_graders_are_others(make_review: Make) -> None:
    review = make_review("anna", "ben", "cem")
    review.add({**class_of(40), "empty": ""})
    assert review.assign(double=10) == {"first": 40, "second": 10}
    firsts = {each.answer_id: each.grader_id for each in review.allocations(slot=Slot.FIRST)}
    seconds = {each.answer_id: each.grader_id for each in review.allocations(slot=Slot.SECOND)}
    assert len(firsts) == 40
    assert all(firsts[answer] != grader for answer, grader in seconds.items())
    load = Counter(each.grader_id for each in review.allocations())
    assert max(load.values()) - min(load.values()) <= 1
    assert review.assign(double=10) == {}
    review.add({"late": TEXT})
    assert review.assign(double=10) == {"first": 1}


def test_repeats_go_to_the_same_grader_and_come_late(make_review: Make) -> None:
    review = make_review("anna", "ben")
    review.add(class_of(60))
    assert review.assign(repeats=3)["repeat"] == 6
    firsts = {each.answer_id: each.grader_id for each in review.allocations(slot=Slot.FIRST)}
    repeats = review.allocations(slot=Slot.REPEAT)
    assert all(firsts[each.answer_id] == each.grader_id for each in repeats)
    last = max(each.position for each in review.allocations(slot=Slot.FIRST))
    assert min(each.position for each in repeats) > last
    assert "repeat" not in review.assign(repeats=3)


def test_next_stays_on_the_question_and_offers_skipped_ones_last(make_review: Make) -> None:
    review = make_review("anna")
    review.add(class_of(4))
    review.assign()
    seen: list[int] = []
    grader = review.allocations()[0].grader_id
    by_id = {each.id: each for each in review.allocations()}
    with review.database.read() as session:
        first = next_for(session, grader, "Q1")
    assert first is not None
    review.mark(by_id[first], {}, state=State.SKIPPED)
    here = first
    for _ in range(3):
        with review.database.read() as session:
            found = next_for(session, grader, "Q1", here)
        assert found is not None
        here = found
        seen.append(here)
        review.mark(by_id[here], FULL)
    assert len({*seen, first}) == 4
    with review.database.read() as session:
        assert next_for(session, grader, "Q1", here) == first
        assert next_for(session, grader, "Q1", here, [first]) is None
        assert progress(session, grader)["Q1"] == {State.SKIPPED: 1, State.CONFIRMED: 3}
        assert next_for(session, grader, "Q2") is None


def test_claims_exclude_each_other_and_those_who_marked(make_review: Make) -> None:
    review = make_review("anna", "ben", "cem", "dua")
    review.add({"s1": TEXT})
    review.assign(double=1)
    markers = {each.grader_id for each in review.allocations()}
    with review.database.read() as session:
        graders = session.scalars(select(Grader).order_by(Grader.id)).all()
    others = [each.id for each in graders if each.id not in markers]

    def attempt(grader: int) -> None:
        with review.database.write() as session:
            answer, person = session.get(Answer, 1), session.get(Grader, grader)
            assert answer is not None
            assert person is not None
            claim(session, answer, person, Slot.ADJUDICATOR)

    with pytest.raises(ReviewError):
        attempt(min(markers))
    attempt(others[0])
    with pytest.raises(ReviewError):
        attempt(others[1])
    assert len(review.allocations(slot=Slot.ADJUDICATOR)) == 1


def test_what_is_begun_stays_with_its_grader(make_review: Make) -> None:
    review = make_review("anna", "ben")
    review.add(class_of(10))
    review.assign()
    begun = review.allocations("anna")[0]
    review.mark(begun, {"effect": "met"}, state=State.OPEN)
    with review.database.write() as session:
        anna = session.scalars(select(Grader).where(Grader.name == "anna")).one()
        assert take_from(session, anna) == 4
    assert [each.id for each in review.allocations("anna")] == [begun.id]
