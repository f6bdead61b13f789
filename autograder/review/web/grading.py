"""The page on which answers are marked, and what its script asks for."""

import re
from collections import Counter

from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from autograder.messages import review as words
from autograder.review import marking as saving
from autograder.review.allocation import next_for, progress
from autograder.review.drafts import look
from autograder.review.marking import Refusal, RefusedError, parse_content
from autograder.review.models import Grader, State
from autograder.review.rubric_versions import in_use
from autograder.review.templates import render
from autograder.review.web.panel import comments_again, draft_rows, panel_of
from autograder.review.web.security import Context, route

OWN_ADDRESS = re.compile(r"/(?:[\w.-]+/?)*")
"""An address of this site; `//host` is another one's."""


def start(context: Context) -> Response:
    """Go to the next answer of a question."""
    question = context.request.path_params["question"]
    with context.database.read() as session:
        version = in_use(session, question)
        if version is None:
            raise RefusedError(Refusal.UNKNOWN, words.NO_PAGE)
        found = next_for(session, context.grader.id, question)
        left = progress(session, context.grader.id, question).get(question, Counter())
    if found is None:
        waiting = not version.locked_at and left[State.OPEN] + left[State.SKIPPED] > 0
        return context.page("done.html.jinja", question=question, waiting=waiting)
    return RedirectResponse(f"/grade/{question}/{found}", 303)


def show(context: Context) -> Response:
    """Show one answer."""
    with context.database.read() as session:
        marking = saving.find(session, context.grader.id, context.number("allocation"))
        values = panel_of(session, marking)
        question = values["question"]
        done = progress(session, context.grader.id, question).get(question, Counter())
    return context.page(
        "grade.html.jinja",
        **values,
        confirmed=done.get(State.CONFIRMED, 0),
        total=sum(done.values()),
    )


def panel(context: Context) -> Response:
    """Return one answer as a piece of a page."""
    with context.database.read() as session:
        return _panel(session, context, context.number("allocation"), "panel.html.jinja")


def panel_after(context: Context) -> Response:
    """Return a template with the next answer behind another one; it is empty if there is none.

    The script names answers in `without` whose confirmation is still on its way.
    """
    question = context.request.path_params["question"]
    without = {int(each) for each in context.request.query_params.getlist("without") if each.isdecimal()}
    with context.database.read() as session:
        found = next_for(session, context.grader.id, question, context.number("after"), without)
        if found is None:
            return HTMLResponse(render("next.html.jinja", allocation=None))
        return _panel(session, context, found, "next.html.jinja")


def _panel(session: Session, context: Context, allocation: int, template: str) -> Response:
    marking = saving.find(session, context.grader.id, allocation)
    return HTMLResponse(render(template, **panel_of(session, marking)))


def draft(context: Context) -> Response:
    """Show a draft to a grader who has decided everything, and count it."""
    with context.database.write() as session:
        found = look(session, context.grader.id, context.number("allocation"))
        marking = saving.find(session, context.grader.id, context.number("allocation"), text=False)
        rows = draft_rows(marking, found)
    return HTMLResponse(render("draft.html.jinja", model=found.model, rows=rows))


def comments(context: Context) -> Response:
    """Return comments to use again, as options."""
    question, criterion = context.request.path_params["question"], context.request.query_params.get("of", "")
    with context.database.read() as session:
        found = comments_again(session, question, criterion)
    return HTMLResponse(render("comments.html.jinja", comments=found))


def save(context: Context) -> Response:
    """Store what was entered for an answer."""
    request = context.json
    content = parse_content(request.get("content") if isinstance(request, dict) else None)
    version, save_id = request.get("version"), request.get("save_id")
    if type(version) is not int or not isinstance(save_id, str) or not 8 <= len(save_id) <= 64:
        raise RefusedError(Refusal.INVALID, words.BAD_REQUEST)
    with context.database.write() as session:
        stored = saving.save(
            session,
            context.grader.id,
            context.number("allocation"),
            content,
            version=version,
            save_id=save_id,
        )
        result = {"version": stored.version, "state": stored.state}
    return JSONResponse(result)


def undo(context: Context) -> Response:
    """Take back the last change of an answer, also after the page was closed."""
    with context.database.write() as session:
        stored = saving.undo(session, context.grader.id, context.number("allocation"))
        return JSONResponse(saving.snapshot(stored))


def settings(context: Context) -> Response:
    """Switch single-key shortcuts on or off."""
    with context.database.write() as session:
        grader = session.get_one(Grader, context.grader.id)
        grader.shortcuts = context.form.get("shortcuts") == "on"
    back = context.form.get("back", "/")
    return RedirectResponse(back if OWN_ADDRESS.fullmatch(back) else "/", 303)


ROUTES = [
    route("/grade/{question}", start),
    route("/grade/{question}/{allocation}", show),
    route("/api/panel/{allocation}", panel),
    route("/api/next/{question}", panel_after),
    route("/api/draft/{allocation}", draft, method="POST"),
    route("/api/comments/{question}", comments),
    route("/api/markings/{allocation}", save, method="PUT"),
    route("/api/undo/{allocation}", undo, method="POST"),
    route("/settings", settings, method="POST"),
]
