"""All pages but the one for grading: overview, calibration, disputes, students, agreement, audit."""

import time
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from starlette.responses import RedirectResponse, Response

from autograder.messages import review as words
from autograder.review import marking as saving
from autograder.review.agreement import double_marked, strictness
from autograder.review.allocation import claim, progress
from autograder.review.drafts import counts
from autograder.review.marking import Refusal, RefusedError
from autograder.review.models import (
    Allocation,
    Answer,
    AuditEvent,
    Grader,
    Kind,
    Marking,
    Slot,
    State,
    Status,
    Submission,
    now,
)
from autograder.review.outcomes import Outcome, outcomes, verdicts_of
from autograder.review.publishing import READY, feedback
from autograder.review.rubric_versions import all_in_use, rubric_of
from autograder.review.status import by_question, mean_texts
from autograder.review.web.panel import answer_view, verdict_text
from autograder.review.web.security import Context, route

AUDIT_ROWS = 200
ROWS = 50
"""Students or disputes on one page."""
PATIENCE = 20
"""Figures are computed again after so many times what it took: a class takes seconds, and graders wait."""


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
        if own is None:
            continue
        numbers[own.allocation.question] += 1
        seen = own.state is State.CONFIRMED
        answer, rubric = own.allocation.answer, rubric_of(own.rubric)
        confirmed = [each for each in markings if each.state is State.CONFIRMED]
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
                "allocation": own.allocation.id,
                "seen": seen,
                "graders": [each.allocation.grader.name for each in confirmed],
                "rows": rows,
            }
        )
    return context.page("calibration.html.jinja", samples=samples)


def disputes(context: Context) -> Response:
    """List answers on which two graders differ."""
    with context.database.read() as session:
        disputed = select(Answer.id).where(Answer.kind == Kind.STUDENT, Answer.status == Status.DISPUTED)
        keys = session.scalars(disputed.order_by(Answer.id).limit(ROWS + 1)).all()
        found = outcomes(session, answers=keys[:ROWS])
        rows = [
            {
                "answer": each.answer,
                "pairs": _pairs(each),
                "adjudicator": _holder(each),
                "own": context.grader.id in {one.allocation.grader_id for one in each.markings.values()}
                and _holder(each) != context.grader.name,
            }
            for each in found
        ]
    return context.page("disputes.html.jinja", rows=rows, more=len(keys) > ROWS)


def _pairs(outcome: Outcome) -> list[tuple[str, str, str]]:
    if outcome.rubric is None:
        return []
    first, second = (verdicts_of(outcome.markings[slot]) for slot in (Slot.FIRST, Slot.SECOND))
    pairs = []
    for name in outcome.differing:
        criterion = outcome.rubric.criterion(name)
        said = [verdict_text(criterion, each.get(name, "")) for each in (first, second)]
        pairs.append((criterion.text, said[0], said[1]))
    return pairs


def _holder(outcome: Outcome) -> str:
    marking = outcome.markings.get(Slot.ADJUDICATOR)
    return marking.allocation.grader.name if marking else ""


def adjudicate(context: Context) -> Response:
    """Take a disputed answer, and go to the page on which it is settled."""
    with context.database.write() as session:
        outcome = _outcome(session, context.number("answer"))
        if outcome.status is not Status.DISPUTED:
            raise RefusedError(Refusal.UNKNOWN, words.NOT_DISPUTED)
        held = outcome.markings.get(Slot.ADJUDICATOR)
        grader = session.get_one(Grader, context.grader.id)
        if held is None:
            allocation = claim(session, outcome.answer, grader, Slot.ADJUDICATOR, outcome.differing)
        elif held.allocation.grader_id == grader.id:
            allocation = held.allocation
            _widen(session, held, outcome.differing)
        else:
            raise RefusedError(Refusal.UNKNOWN, words.ALREADY_CLAIMED)
        address = f"/grade/{outcome.answer.question}/{allocation.id}"
    return RedirectResponse(address, 303)


def _widen(session: Session, marking: Marking, criteria: tuple[str, ...]) -> None:
    """Ask for criteria, too, on which the graders came to differ later."""
    missing = [name for name in criteria if name not in marking.allocation.criteria]
    if not missing:
        return
    before = saving.snapshot(marking)
    marking.allocation.criteria = [*marking.allocation.criteria, *missing]
    marking.state = State.OPEN
    marking.version += 1
    saving.record(session, marking, "widen", before)


def _outcome(session: Session, answer: int) -> Outcome:
    found = session.get(Answer, answer)
    if found is None:
        raise RefusedError(Refusal.UNKNOWN, words.NO_PAGE)
    of_student = outcomes(session, question=found.question, submissions=[found.submission_id])
    if not of_student:
        raise RefusedError(Refusal.UNKNOWN, words.NO_PAGE)
    return of_student[0]


def students(context: Context) -> Response:
    """List students by pseudonym, with what is missing before publishing."""
    after = context.request.query_params.get("after", "")[:20]
    with context.database.read() as session:
        questions = list(all_in_use(session))
        counts = sum(by_question(session).values(), Counter())
        waiting = counts.total() - sum(counts[each] for each in READY)
        wanted = select(Submission.id).join(Answer).where(Answer.kind == Kind.STUDENT)
        wanted = wanted.where(Submission.pseudonym > after).group_by(Submission.id, Submission.pseudonym)
        keys = session.scalars(wanted.order_by(Submission.pseudonym).limit(ROWS + 1)).all()
        by_student: dict[str, dict[str, Outcome]] = {}
        for each in outcomes(session, submissions=keys[:ROWS]):
            by_student.setdefault(each.answer.submission.pseudonym, {})[each.answer.question] = each
    rows = []
    for code, of_student in by_student.items():
        cells = []
        for question in questions:
            outcome = of_student.get(question)
            points = None if outcome is None else outcome.points
            status = words.STATUS[outcome.status] if outcome else ""
            cells.append(status if points is None else f"{points:g}")
        rows.append((code, cells))
    more = rows[-1][0] if len(keys) > ROWS else ""
    return context.page("students.html.jinja", questions=questions, rows=rows, waiting=waiting, more=more)


def student(context: Context) -> Response:
    """Show what a student will see, with the answers beside it."""
    with context.database.read() as session:
        code = context.request.path_params["pseudonym"]
        submission = session.scalars(select(Submission).where(Submission.pseudonym == code)).one_or_none()
        found = outcomes(session, submissions=[submission.id]) if submission else []
        if not found:
            raise RefusedError(Refusal.UNKNOWN, words.NO_PAGE)
        graders = session.scalars(select(Grader).order_by(Grader.name)).all()
        shown = [
            {
                "outcome": each,
                "feedback": one,
                "view": answer_view(session, each.answer),
                "can_regrade": each.status is Status.FINAL and Slot.REGRADE not in each.markings,
                "graders": [
                    grader
                    for grader in graders
                    if grader.id not in {one.allocation.grader_id for one in each.markings.values()}
                ],
            }
            for each, one in zip(found, feedback(found), strict=True)
        ]
    return context.page("student.html.jinja", code=code, answers=shown)


def regrade(context: Context) -> Response:
    """Give criteria of an answer to a grader who has not marked it."""
    with context.database.write() as session:
        outcome = _outcome(session, context.number("answer"))
        name = context.form.get("grader", "")
        grader = session.scalars(select(Grader).where(Grader.name == name)).one_or_none()
        if outcome.status is not Status.FINAL or outcome.rubric is None or grader is None:
            raise RefusedError(Refusal.UNKNOWN, words.NO_REGRADE)
        chosen = [each.id for each in outcome.rubric.criteria if context.form.get(f"criterion {each.id}")]
        if not chosen:
            raise RefusedError(Refusal.INVALID, words.NO_REGRADE)
        claim(session, outcome.answer, grader, Slot.REGRADE, chosen)
        code = outcome.answer.submission.pseudonym
    return RedirectResponse(f"/students/{code}", 303)


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
        found = select(AuditEvent, Submission.pseudonym).join(
            Submission, Submission.id == AuditEvent.submission_id, isouter=True
        )
        if before.isdecimal() and len(before) < 10:
            found = found.where(AuditEvent.id < int(before))
        events = session.execute(found.order_by(AuditEvent.id.desc()).limit(AUDIT_ROWS)).all()
    rows = [(event, code or "", _changes(event)) for event, code in events]
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
    route("/disputes", disputes),
    route("/disputes/{answer}", adjudicate, method="POST"),
    route("/students", students, lead=True),
    route("/students/{pseudonym}", student, lead=True),
    route("/regrade/{answer}", regrade, method="POST", lead=True),
    route("/agreement", agreement, lead=True),
    route("/audit", audit, lead=True),
]
