"""The page of rubrics: what is in use, what a changed file would do to marks, and the end of calibration."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from autograder.messages import review as words
from autograder.review.course_rubrics import CourseRubric
from autograder.review.marking import Refusal, RefusedError
from autograder.review.models import Allocation, AuditEvent, Marking, Slot, State
from autograder.review.outcomes import refresh_all
from autograder.review.rubric_versions import Change, all_in_use, effect_of, lock, rubric_of, use
from autograder.review.web.panel import notes_of, verdict_choices
from autograder.review.web.security import Context, route


def rubrics(context: Context) -> Response:
    """Show the rubrics in use; a lead also sees changed files and open calibrations."""
    with context.database.read() as session:
        used = Counter(
            dict(session.execute(select(Marking.rubric_id, func.count()).group_by(Marking.rubric_id)).all())
        )
        changed = _changed(session, context) if context.grader.is_lead else {}
        open_samples = _open_samples(session)
        history = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "rubric").order_by(AuditEvent.id)
        ).all()
        rows = []
        for question, version in all_in_use(session).items():
            rubric = rubric_of(version)
            rows.append(
                {
                    "question": question,
                    "title": version.title,
                    "stamp": rubric.stamp,
                    "points": rubric.points,
                    "locked": version.locked_at[:16].replace("T", " "),
                    "marks": used[version.id],
                    "open_samples": open_samples[question],
                    "criteria": [
                        {"criterion": each, "choices": verdict_choices(each), "notes": notes_of(each)}
                        for each in rubric.criteria
                    ],
                    "changed": changed.get(question),
                    "history": [each for each in history if each.after["rubric"].startswith(f"{question} ")],
                }
            )
    return context.page("rubrics.html.jinja", rows=rows)


def _open_samples(session: Session) -> Counter[str]:
    """Return, by question, how many samples graders have not confirmed yet."""
    found = (
        select(Allocation.question, func.count())
        .join(Marking)
        .where(Allocation.slot == Slot.CALIBRATION, Marking.state != State.CONFIRMED)
        .group_by(Allocation.question)
    )
    return Counter(dict(session.execute(found).all()))


def _changed(session: Session, context: Context) -> dict[str, dict[str, Any]]:
    """Return, by question, what the course's files would change."""
    found = {}
    for each in context.request.app.state.read_rubrics():
        effect = effect_of(session, each.rubric)
        if effect is not None:
            changes = [
                (name, words.CHANGES[change])
                for name, change in effect.changes.items()
                if change is not Change.SAME
            ]
            found[effect.question] = {"stamp": each.rubric.stamp, "effect": effect, "changes": changes}
    return found


def lock_rubric(context: Context) -> Response:
    """End calibration on a question."""
    with context.database.write() as session:
        lock(session, context.request.path_params["question"], context.grader.name)
    return RedirectResponse(_back(context), 303)


def use_rubric(context: Context) -> Response:
    """Put the course's file into use, if it is the one that the page showed."""
    question = context.request.path_params["question"]
    found: CourseRubric | None = next(
        (each for each in context.request.app.state.read_rubrics() if each.rubric.question == question), None
    )
    if found is None or found.rubric.stamp != context.form.get("stamp"):
        raise RefusedError(Refusal.UNKNOWN, words.RUBRIC_CHANGED_AGAIN)
    with context.database.write(alone=True) as session:
        use(session, found.rubric, found.title, found.asked, context.grader.name)
        refresh_all(session)
    return RedirectResponse("/rubrics", 303)


def _back(context: Context) -> str:
    question = context.request.path_params["question"]
    known = {"grade": f"/grade/{question}"}
    return known.get(context.form.get("back", ""), "/rubrics")


ROUTES = [
    route("/rubrics", rubrics),
    route("/rubrics/{question}/lock", lock_rubric, method="POST", lead=True),
    route("/rubrics/{question}/use", use_rubric, method="POST", lead=True),
]
