"""Saving decisions: nothing is overwritten unseen, nothing half, nothing that the rubric does not know."""

from collections.abc import Callable

import pytest
from review_fixtures import FULL, TEXT, Review
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from autograder.review.marking import (
    Content,
    Quote,
    Refusal,
    RefusedError,
    find,
    parse_content,
    snapshot,
    undo,
)
from autograder.review.models import AuditEvent, State

Make = Callable[..., Review]


@pytest.fixture
def review(make_review: Make) -> Review:
    review = make_review("anna", "ben")
    review.add({"s1": TEXT})
    review.assign()
    return review


def test_a_save_replaces_all_and_counts_versions(review: Review) -> None:
    (allocation,) = review.allocations()
    marking = review.mark(allocation, {"effect": "met"}, state=State.OPEN)
    assert (marking.version, marking.state) == (1, State.OPEN)
    quote = Quote("task", "stories a high one")
    marking = review.mark(allocation, {"task": "1.5", "effect": "not_met"}, version=1, quotes=(quote,))
    assert snapshot(marking)["verdicts"] == {"task": "1.5", "effect": "not_met"}
    assert marking.state is State.CONFIRMED
    assert marking.confirmed_at
    (stored,) = marking.evidence
    assert stored.quote == "stories a high one"
    assert stored.end - stored.start == len("stories a high one")


def test_a_stale_save_is_refused_and_shows_what_is_stored(review: Review) -> None:
    (allocation,) = review.allocations()
    review.mark(allocation, {"effect": "met"}, state=State.OPEN, save_id="tab one")
    with pytest.raises(RefusedError) as refused:
        review.mark(allocation, FULL, save_id="tab two")
    assert refused.value.refusal is Refusal.CONFLICT
    assert refused.value.current is not None
    assert refused.value.current["verdicts"] == {"effect": "met"}
    # The first tab repeats its request, because it saw no reply: that is no conflict and no second save.
    assert review.mark(allocation, {"effect": "met"}, state=State.OPEN, save_id="tab one").version == 1


def test_another_grader_cannot_save(review: Review) -> None:
    (allocation,) = review.allocations()
    with review.database.write() as session, pytest.raises(RefusedError) as refused:
        find(session, allocation.grader_id + 1, allocation.id)
    assert refused.value.refusal is Refusal.UNKNOWN


def test_what_the_rubric_does_not_know_is_refused(review: Review) -> None:
    (allocation,) = review.allocations()
    cases: list[tuple[dict[str, str], tuple[Quote, ...], Refusal]] = [
        ({"effect": "met"}, (), Refusal.INCOMPLETE),
        ({**FULL, "other": "met"}, (), Refusal.INVALID),
        ({**FULL, "effect": "3"}, (), Refusal.INVALID),
        ({**FULL, "task": "2"}, (), Refusal.INVALID),
        (FULL, (Quote("task", "never written"),), Refusal.INVALID),
        (FULL, (Quote("other", "stories"),), Refusal.INVALID),
        (FULL, (Quote("task", ""),), Refusal.INVALID),
    ]
    for verdicts, quotes, refusal in cases:
        with pytest.raises(RefusedError) as refused:
            review.mark(allocation, verdicts, quotes=quotes)
        assert refused.value.refusal is refusal, (verdicts, quotes)
    with review.database.read() as session:
        assert find(session, allocation.grader_id, allocation.id).version == 0


def test_quotes_are_found_in_the_text_as_shown(review: Review) -> None:
    (allocation,) = review.allocations()
    marking = review.mark(allocation, FULL, quotes=(Quote("effect", "the likeliest  tokens\ngain"),))
    assert marking.evidence[0].quote == "the likeliest tokens gain"


def test_undo_goes_back_step_by_step_and_stays_in_the_trail(review: Review) -> None:
    (allocation,) = review.allocations()
    review.mark(allocation, {"effect": "met"}, state=State.OPEN)
    review.mark(allocation, FULL, version=1)

    def back() -> tuple[dict[str, str], str, int]:
        with review.database.write() as session:
            stored = snapshot(undo(session, allocation.grader_id, allocation.id))
        return stored["verdicts"], stored["state"], stored["version"]

    assert back() == ({"effect": "met"}, "open", 3)
    review.mark(allocation, {"effect": "not_met"}, version=3, state=State.OPEN)
    assert back() == ({"effect": "met"}, "open", 5)
    assert back() == ({}, "open", 6)
    with pytest.raises(RefusedError):
        back()
    with review.database.read() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.marking_id.is_not(None)))
        assert [*actions] == ["save", "confirm", "undo", "save", "undo", "undo"]


def test_the_trail_cannot_be_changed(review: Review) -> None:
    (allocation,) = review.allocations()
    review.mark(allocation, FULL)
    with pytest.raises(DatabaseError, match="append only"), review.database.write() as session:
        session.execute(text("update audit_event set actor = 'nobody'"))


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"verdicts": {}},
        {"verdicts": {"a": 1}, "comments": {}, "evidence": [], "comment": "", "state": "open"},
        {"verdicts": {}, "comments": {}, "evidence": [{}], "comment": "", "state": "open"},
        {"verdicts": {}, "comments": {}, "evidence": [], "comment": "x" * 4001, "state": "open"},
        {"verdicts": {}, "comments": {"a": "\ud800"}, "evidence": [], "comment": "", "state": "open"},
        {"verdicts": {}, "comments": {}, "evidence": [], "comment": "", "state": "final"},
    ],
)
def test_malformed_requests_are_refused(value: object) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_content(value)
    assert refused.value.refusal is Refusal.INVALID


def test_empty_entries_are_not_stored() -> None:
    value = {"verdicts": {"a": ""}, "comments": {"a": "  "}, "evidence": [], "comment": " ", "state": "open"}
    assert parse_content(value) == Content()
