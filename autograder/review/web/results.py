"""The pages about what markings come to: disputes, students, what they will see, regrades."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from autograder.messages import review as words
from autograder.review import marking as saving
from autograder.review.allocation import claim
from autograder.review.marking import Refusal, RefusedError
from autograder.review.models import (
    Answer,
    Grader,
    Kind,
    Marking,
    Slot,
    State,
    Status,
    Submission,
)
from autograder.review.outcomes import Outcome, outcomes, verdicts_of
from autograder.review.publishing import READY, feedback
from autograder.review.rubric_versions import all_in_use
from autograder.review.status import by_question
from autograder.review.web.panel import answer_view, verdict_text
from autograder.review.web.security import Context, route

ROWS = 50
"""Students or disputes on one page."""


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
        has_answers = Submission.answers.any(Answer.kind == Kind.STUDENT)
        wanted = select(Submission.id).where(Submission.pseudonym > after, has_answers)
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
        found = outcomes(session, submissions=[submission.id], texts=True) if submission else []
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


ROUTES = [
    route("/disputes", disputes),
    route("/disputes/{answer}", adjudicate, method="POST"),
    route("/students", students, lead=True),
    route("/students/{pseudonym}", student, lead=True),
    route("/regrade/{answer}", regrade, method="POST", lead=True),
]
