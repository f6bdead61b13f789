"""The app: its addresses, the login, and files of its own."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import parse_qs

from sqlalchemy import delete
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from autograder.messages import review as words
from autograder.review.course_rubrics import CourseRubric
from autograder.review.database import Database
from autograder.review.folder import hashed
from autograder.review.models import Login
from autograder.review.templates import FOLDER, render
from autograder.review.web import grading, overview, results, rubrics
from autograder.review.web.security import (
    COOKIE,
    LOGIN_HOURS,
    Context,
    Guard,
    Threads,
    is_same_origin,
    route,
    start_login,
)

MAX_LOGIN = 2_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(
    database: Database,
    title: str,
    port: int,
    host_names: Iterable[str] = (),
    read_rubrics: Callable[[], Sequence[CourseRubric]] = tuple,
) -> Starlette:
    """Return the app.

    Args:
        database: The review's database.
        title: The assignment's title.
        port: The port, which browsers name in the Host header.
        host_names: Names by which a TLS proxy reaches this server.
        read_rubrics: Reads the course's rubrics as its files hold them now.
    """
    proxied = frozenset(name.lower() for name in host_names)
    hosts = proxied | {f"{name}:{port}" for name in LOOPBACK} | ({*LOOPBACK} if port == 80 else set())
    app = Starlette(
        routes=[
            Route("/login", _login, methods=["GET", "POST"]),
            Mount("/static", StaticFiles(directory=Path(FOLDER) / "static")),
            route("/logout", _log_out, method="POST"),
            *overview.ROUTES,
            *results.ROUTES,
            *grading.ROUTES,
            *rubrics.ROUTES,
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
    )
    app.state.database, app.state.title, app.state.proxied = database, title, proxied
    app.state.threads, app.state.read_rubrics = Threads(database), read_rubrics
    app.state.figures, app.state.figures_until = {}, 0.0
    return app


async def _login(request: Request) -> Response:
    """Show the form, or exchange a token for a cookie. The token is in no address that is logged or kept."""
    title = request.app.state.title
    if request.method == "GET":
        return HTMLResponse(render("login.html.jinja", title=title, message=""))
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_LOGIN:
            return Response(words.BAD_REQUEST, 413)
    cookie = None
    if is_same_origin(request.headers):
        token = parse_qs(body.decode(errors="replace")).get("token", [""])[0]
        state = request.app.state
        cookie = await state.threads.run("POST", start_login, state.database, token)
    if cookie is None:
        return HTMLResponse(render("login.html.jinja", title=title, message=words.WRONG_TOKEN), 403)
    response = RedirectResponse("/", 303)
    secure = request.headers.get("host", "").lower() in request.app.state.proxied
    response.set_cookie(
        COOKIE, cookie, max_age=LOGIN_HOURS * 3600, httponly=True, samesite="strict", secure=secure
    )
    return response


def _log_out(context: Context) -> Response:
    with context.database.write() as session:
        cookie = context.request.cookies.get(COOKIE, "")
        session.execute(delete(Login).where(Login.cookie_hash == hashed(cookie)))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response
