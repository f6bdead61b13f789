"""A draft is shown only after a grader's own look, decides nothing, and what it changed is counted."""

import json
from collections.abc import Callable

import pytest
from review_fixtures import FULL, MINI, TEXT, Review
from sqlalchemy import select

from autograder.marking.reply import Draft, check_reply
from autograder.review import drafts
from autograder.review.marking import Content, Refusal, RefusedError, save, undo
from autograder.review.models import AuditEvent, DraftLook, Marking, Slot, State
from autograder.rubrics import read_rubric

Make = Callable[..., Review]
QUOTE = "Above 1 they lose."


def reply(quote: str = QUOTE) -> str:
    rubric = read_rubric(MINI, "Q1")
    verdicts = {"effect": "met", "task": "1.5"}
    items = {
        name: {"quote": quote, "reason": "As it says.", "verdict": verdict}
        for name, verdict in verdicts.items()
    }
    return json.dumps({"rubric": rubric.stamp, **items})


def add(review: Review, text: str, student: str = "s1") -> int:
    read = check_reply(read_rubric(MINI, "Q1"), text, TEXT)
    with review.database.write() as session:
        found: dict[str, list[Draft | str]] = {student: ["no reply", read], "nobody": [read], "s2": ["none"]}
        return drafts.store_drafts(session, review.roster, "Q1", "model", found, "lea")


def look(review: Review, allocation: int, grader: int) -> dict[str, str]:
    with review.database.write() as session:
        found = drafts.look(session, grader, allocation)
        return {name: each["verdict"] for name, each in found.items.items()}


def prepared(make_review: Make) -> Review:
    review = make_review("anna", "ben")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign(double=2)
    assert add(review, reply()) == 1
    assert add(review, reply()) == 1, "a second import replaces the first"
    return review


def test_a_draft_waits_for_the_graders_own_look(make_review: Make) -> None:
    review = prepared(make_review)
    (first,) = [each for each in review.allocations(slot=Slot.FIRST) if each.answer_id == 1]
    with pytest.raises(RefusedError) as refused:
        look(review, first.id, first.grader_id)
    assert refused.value.refusal is Refusal.INCOMPLETE
    review.mark(first, {"effect": "met", "task": "3"}, state=State.OPEN)
    assert look(review, first.id, first.grader_id) == {"effect": "met", "task": "1.5"}
    with review.database.read() as session:
        marking = session.scalars(select(Marking).where(Marking.allocation_id == first.id)).one()
        assert {each.criterion: each.verdict for each in marking.decisions} == {"effect": "met", "task": "3"}
        assert (marking.state, marking.version) == (State.OPEN, 1)


def test_what_changes_after_a_look_is_counted(make_review: Make) -> None:
    review = prepared(make_review)
    (first,) = [each for each in review.allocations(slot=Slot.FIRST) if each.answer_id == 1]
    review.mark(first, {"effect": "not_met", "task": "3"}, state=State.OPEN)
    look(review, first.id, first.grader_id)
    review.mark(first, {"effect": "met", "task": "0"}, version=1)
    look(review, first.id, first.grader_id)  # a second look changes no count
    with review.database.read() as session:
        (found,) = drafts.counts(session)
        assert len(session.scalars(select(DraftLook)).all()) == 1
        seen = session.scalars(select(AuditEvent).where(AuditEvent.action == "draft seen")).all()
    # Both criteria differed from the draft; one moved to it, the other to a third verdict.
    assert found == drafts.Counts("Q1", answers=1, criteria=2, differed=2, towards=1, otherwise=1)
    assert len(seen) == 1
    with review.database.write() as session:
        undone = undo(session, first.grader_id, first.id)
        assert {each.criterion: each.verdict for each in undone.decisions} == {
            "effect": "not_met",
            "task": "3",
        }


def test_second_markings_and_other_graders_get_no_draft(make_review: Make) -> None:
    review = prepared(make_review)
    (second,) = [each for each in review.allocations(slot=Slot.SECOND) if each.answer_id == 1]
    with review.database.write() as session:
        save(session, second.grader_id, second.id, Content(FULL), version=0, save_id="")
    with pytest.raises(RefusedError) as refused:
        look(review, second.id, second.grader_id)
    assert refused.value.refusal is Refusal.UNKNOWN
    with pytest.raises(RefusedError):
        look(review, second.id, second.grader_id % 2 + 1)


def test_a_verdict_without_its_quote_suggests_nothing(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": TEXT})
    review.assign()
    add(review, reply(quote="Made up words that are nowhere"))
    (first,) = review.allocations()
    review.mark(first, FULL, state=State.OPEN)
    suggested = look(review, first.id, first.grader_id)
    rubric = read_rubric(MINI, "Q1")
    assert [each.id for each in rubric.criteria if each.needs_quote("met" if not each.levels else "1.5")]
    assert all(not suggested[each.id] for each in rubric.criteria if each.evidence)
