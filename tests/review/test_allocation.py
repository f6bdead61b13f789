"""Answers are given out evenly, some twice, and never to two people by accident."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from review_fixtures import FULL, MINI, TEXT, Review
from sqlalchemy import select

from autograder.review.allocation import claim, next_for, progress, take_from
from autograder.review.database import ReviewError
from autograder.review.importing import Importer
from autograder.review.models import Answer, Grader, Slot, State, Status
from autograder.review.outcomes import outcomes
from autograder.review.rubric_versions import lock
from autograder.rubrics import read_rubric
from autograder.rubrics.samples import Sample

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


def test_before_the_lock_only_samples_are_handed_out(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": TEXT})
    rubric = read_rubric(MINI, "Q1")
    with review.database.write() as session:
        importer = Importer(MINI, [rubric], review.roster, "lea")
        for name in ("weak", "strong"):
            made = Sample(name, "quality", "", FULL, {}, f"A {name} answer.")
            importer.add_sample(session, rubric, made, importer.prepare_sample(rubric, made))
    review.assign()
    (sample, _), (answer,) = review.allocations(slot=Slot.CALIBRATION), review.allocations(slot=Slot.FIRST)
    with review.database.read() as session:
        found = {next_for(session, sample.grader_id, "Q1", None, seen) for seen in ([], [sample.id])}
        samples = {each.id for each in review.allocations(slot=Slot.CALIBRATION)}
    assert found <= {*samples, None}
    for each in review.allocations(slot=Slot.CALIBRATION):
        review.mark(each, FULL)
    with review.database.write() as session:
        assert next_for(session, sample.grader_id, "Q1") is None
        assert lock(session, "Q1", "lea")
        assert not lock(session, "Q1", "lea")
        assert next_for(session, sample.grader_id, "Q1") == answer.id


def test_stored_statuses_are_those_of_the_decisions(make_review: Make) -> None:
    review = make_review("anna", "ben", "cem", "dua")
    review.add({f"s{number}": TEXT for number in range(8)} | {"empty": ""})
    review.assign(double=6)
    chance = random.Random(1)
    versions: Counter[int] = Counter()

    def check() -> None:
        with review.database.read() as session:
            derived = {each.answer.id: each.status for each in outcomes(session)}
            stored = {each.id: each.status for each in session.scalars(select(Answer))}
        assert derived == stored

    check()
    for _ in range(25):
        each = chance.choice(review.allocations())
        verdicts = chance.choice([FULL, {"effect": "met", "task": "0"}])
        state = chance.choice([State.CONFIRMED, State.CONFIRMED, State.OPEN])
        review.mark(each, verdicts, version=versions[each.id], state=state)
        versions[each.id] += 1
        with review.database.write() as session:
            answer = session.get_one(Answer, each.answer_id)
            if answer.status is Status.DISPUTED and chance.random() < 0.5:
                taken = {one.grader_id for one in review.allocations() if one.answer_id == answer.id}
                free = session.scalars(select(Grader).where(Grader.id.not_in(taken))).first()
                if free is not None and not any(
                    one.slot is Slot.ADJUDICATOR and one.answer_id == answer.id
                    for one in review.allocations()
                ):
                    claim(session, answer, free, Slot.ADJUDICATOR, ["task"])
        check()
    with review.database.read() as session:
        assert len({*session.scalars(select(Answer.status))}) >= 3
