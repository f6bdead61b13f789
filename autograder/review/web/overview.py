"""The pages of a lead and a grader about all answers: overview, calibration, agreement, audit."""

import time
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from starlette.responses import Response

from autograder.messages import review as words
from autograder.review.agreement import double_marked, strictness
from autograder.review.allocation import progress
from autograder.review.drafts import counts
from autograder.review.models import (
    Allocation,
    Answer,
    AuditEvent,
    Grader,
    Marking,
    Slot,
    State,
    Status,
    Submission,
    now,
)
from autograder.review.outcomes import verdicts_of
from autograder.review.rubric_versions import all_in_use, rubric_of
from autograder.review.status import by_question, mean_texts
from autograder.review.web.panel import verdict_text
from autograder.review.web.security import Context, route

AUDIT_ROWS = 200
PATIENCE = 20
"""Figures are kept for this multiple of their computing time: a class takes seconds, and graders wait."""


def dashboard(context: Context) -> Response:
    """Show what there is to do."""
    with context.database.read() as session:
        own = progress(session, context.grader.id)
        rows = [
            {
                "question": question,
                "title": version.title,
                "done": own.get(question, Counter())[State.CONFIRMED],
                "skipped": own.get(question, Counter())[State.SKIPPED],
                "total": own.get(question, Counter()).total(),
                "rubric": rubric_of(version).stamp,
                "locked": bool(version.locked_at),
            }
            for question, version in all_in_use(session).items()
        ]
        everything = by_question(session) if context.grader.is_lead else {}
        statuses = [
            (question, [(words.STATUS[status], counts[status]) for status in Status], counts.total())
            for question, counts in everything.items()
        ]
        graders = []
        if context.grader.is_lead:
            for each in session.scalars(select(Grader).order_by(Grader.name)):
                states = sum(progress(session, each.id).values(), Counter())
                graders.append((each.name, states[State.CONFIRMED], states.total()))
    return context.page("dashboard.html.jinja", rows=rows, statuses=statuses, graders=graders)


def calibration(context: Context) -> Response:
    """Show samples that everyone marks blind, and what all decided on those that this grader confirmed."""
    with context.database.read() as session:
        found = (
            select(Marking)
            .join(Allocation)
            .join(Answer)
            .where(Allocation.slot == Slot.CALIBRATION)
            .order_by(Answer.question, Allocation.answer_id, Allocation.grader_id)
            .options(
                joinedload(Marking.decisions),
                joinedload(Marking.rubric),
                joinedload(Marking.allocation).options(
                    joinedload(Allocation.answer), joinedload(Allocation.grader)
                ),
            )
        )
        by_answer: dict[int, list[Marking]] = {}
        for marking in session.scalars(found).unique():
            by_answer.setdefault(marking.allocation.answer_id, []).append(marking)
    samples = []
    numbers: Counter[str] = Counter()
    for markings in by_answer.values():
        own = next((each for each in markings if each.allocation.grader_id == context.grader.id), None)
        confirmed = [each for each in markings if each.state is State.CONFIRMED]
        # A lead to whom no samples were given leads the talk, and has nothing left to do blind.
        if own is None and not context.grader.is_lead:
            continue
        seen = bool(confirmed) if own is None else own.state is State.CONFIRMED
        answer, rubric = markings[0].allocation.answer, rubric_of(markings[0].rubric)
        numbers[answer.question] += 1
        rows = []
        for criterion in rubric.criteria if seen else ():
            label = answer.labels.get("decisions", {}).get(criterion.id, "")
            said = [verdicts_of(each).get(criterion.id, "") for each in confirmed]
            rows.append(
                {
                    "criterion": criterion,
                    "label": verdict_text(criterion, label),
                    "why": answer.labels.get("why", {}).get(criterion.id, ""),
                    "said": [verdict_text(criterion, each) for each in said],
                    "differs": len({label, *said}) > 1,
                }
            )
        samples.append(
            {
                "question": answer.question,
                "number": numbers[answer.question],
                "allocation": None if own is None else own.allocation.id,
                "seen": seen,
                "graders": [each.allocation.grader.name for each in confirmed],
                "rows": rows,
            }
        )
    return context.page("calibration.html.jinja", samples=samples)


def agreement(context: Context) -> Response:
    """Show agreement and strictness as plots with their numbers."""
    from autograder.marking.agreement import MIN_ANSWERS

    state = context.request.app.state
    if time.monotonic() >= state.figures_until:
        began = time.monotonic()
        with context.database.read() as session:
            state.figures = {
                "double": double_marked(session),
                "means": [(each, *mean_texts(each)) for each in strictness(session)],
                "looks": counts(session),
                "totals": {name: rubric_of(each).points for name, each in all_in_use(session).items()},
                "at": now()[:19].replace("T", " "),
            }
        state.figures_until = time.monotonic() + PATIENCE * (time.monotonic() - began)
    return context.page("agreement.html.jinja", **state.figures, least=MIN_ANSWERS)


def audit(context: Context) -> Response:
    """Show the audit trail, newest first."""
    before = context.request.query_params.get("before", "")
    with context.database.read() as session:
        found = (
            select(AuditEvent, Submission.pseudonym, Allocation.question)
            .join(Submission, Submission.id == AuditEvent.submission_id, isouter=True)
            .join(Marking, Marking.id == AuditEvent.marking_id, isouter=True)
            .join(Allocation, Allocation.id == Marking.allocation_id, isouter=True)
        )
        if before.isdecimal() and len(before) < 10:
            found = found.where(AuditEvent.id < int(before))
        events = session.execute(found.order_by(AuditEvent.id.desc()).limit(AUDIT_ROWS)).all()
    rows = [(event, code or "", question or "", _changes(event)) for event, code, question in events]
    return context.page("audit.html.jinja", rows=rows, full=len(rows) == AUDIT_ROWS)


def _changes(event: AuditEvent) -> str:
    """Return what an event changed, briefly."""
    before, after = event.before, event.after
    if "verdicts" not in after:
        return ", ".join(f"{name}: {value}" for name, value in after.items())
    changed = []
    for name in sorted({*before.get("verdicts", {}), *after["verdicts"]}):
        old, new = before.get("verdicts", {}).get(name, "–"), after["verdicts"].get(name, "–")
        if old != new:
            changed.append(f"{name}: {old} → {new}")
    others = ("comment", "comments", "evidence")
    return ", ".join([*changed, *(name for name in others if before.get(name) != after.get(name))])


ROUTES = [
    route("/", dashboard),
    route("/calibration", calibration),
    route("/agreement", agreement, lead=True),
    route("/audit", audit, lead=True),
]
