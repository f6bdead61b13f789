"""Who may do what: Host header, login, CSRF, and the headers of every reply."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from anyio import CapacityLimiter, to_thread
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from autograder.messages import review as words
from autograder.review.database import Database, ReviewError
from autograder.review.folder import hashed
from autograder.review.marking import Refusal, RefusedError
from autograder.review.models import Grader, Login, now
from autograder.review.templates import render

Result = TypeVar("Result")
COOKIE = "autograder_review"
LOGIN_HOURS = 24 * 14
MAX_BODY = 400_000
STATUS_OF = {Refusal.CONFLICT: 409, Refusal.INVALID: 422, Refusal.INCOMPLETE: 422, Refusal.UNKNOWN: 404}
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer, browsers send forms with the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Middleware: refuse other hosts, and set the headers of every reply.

    A page elsewhere can point its own name at this machine; its requests carry that name as their host.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name != b"server"]
                names = {name for name, _ in kept}
                kept += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                if b"cache-control" not in names:
                    kept.append((b"cache-control", b"no-store"))
                message["headers"] = kept
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        app = self._app if host in self._hosts else Response(words.OTHER_HOST, 400)
        await app(scope, receive, send_guarded)


@dataclass(frozen=True)
class Person:
    """The grader who is logged in."""

    id: int = 0
    name: str = ""
    is_lead: bool = False
    shortcuts: bool = True


@dataclass
class Context:
    """One request of a grader who is logged in."""

    request: Request
    database: Database
    title: str
    body: bytes
    grader: Person = field(default_factory=Person)
    csrf: str = ""

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a form; of repeated ones the last."""
        try:
            fields = parse_qs(self.body.decode(), keep_blank_values=True, max_num_fields=200)
        except ValueError as error:
            raise RefusedError(Refusal.INVALID, words.BAD_REQUEST) from error
        return {name: values[-1] for name, values in fields.items()}

    @cached_property
    def json(self) -> Any:
        """The body as JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise RefusedError(Refusal.INVALID, words.BAD_REQUEST) from error

    def number(self, name: str) -> int:
        """A number in the path or the query."""
        text = self.request.path_params.get(name) or self.request.query_params.get(name) or ""
        if not (str(text).isascii() and str(text).isdecimal() and len(str(text)) < 10):
            raise RefusedError(Refusal.UNKNOWN, words.NO_PAGE)
        return int(text)

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page with the frame that all pages share."""
        values |= {
            "grader": self.grader,
            "csrf": self.csrf,
            "title": self.title,
            "here": self.request.url.path,
        }
        return HTMLResponse(render(template, **values), status)


Handler = Callable[[Context], Response]


class Threads:
    """Runs handlers in few threads.

    Each call of a database driver gives up the interpreter's lock, and among many busy threads waits long to
    get it back: a save then holds SQLite's one write lock for seconds. So requests wait in a queue instead.
    """

    def __init__(self, database: Database) -> None:
        readers, writers = (2, 1) if database.is_sqlite else (3, 3)
        self._readers, self._writers = CapacityLimiter(readers), CapacityLimiter(writers)

    async def run(self, method: str, handler: Callable[..., Result], *arguments: object) -> Result:
        """Run a handler of a request with this method."""
        limiter = self._readers if method == "GET" else self._writers
        return await to_thread.run_sync(handler, *arguments, limiter=limiter)


def route(path: str, handler: Handler, *, method: str = "GET", lead: bool = False) -> Route:
    """Return a route for graders who are logged in; what changes anything needs the CSRF token.

    Args:
        path: The address.
        handler: Runs in a thread, because it waits for the database.
        method: Its one method.
        lead: Whether only leads may use it.
    """

    def handle(context: Context) -> Response:
        if not _log_in(context):
            return _refuse(context, 401)
        if method != "GET" and not _is_own(context):
            return _refuse(context, 403)
        if lead and not context.grader.is_lead:
            return _refuse(context, 403)
        try:
            return handler(context)
        except RefusedError as refused:
            return _failed(context, str(refused), STATUS_OF[refused.refusal], refused)
        except ReviewError as error:
            return _failed(context, str(error), 409, None)

    async def endpoint(request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_BODY:
                return Response(words.BAD_REQUEST, 413)
        state = request.app.state
        context = Context(request, state.database, state.title, bytes(body))
        threads: Threads = state.threads
        return await threads.run(method, handle, context)

    return Route(path, endpoint, methods=[method])


def wants_json(context: Context) -> bool:
    """Whether the page's script asks, which reads JSON."""
    return "x-csrf-token" in context.request.headers or context.request.url.path.startswith("/api/")


def _log_in(context: Context) -> bool:
    cookie = context.request.cookies.get(COOKIE, "")
    if not cookie:
        return False
    found = (
        select(Grader.id, Grader.name, Grader.is_lead, Grader.shortcuts, Login.csrf)
        .join(Login, Login.grader_id == Grader.id)
        .where(Login.cookie_hash == hashed(cookie), Login.expires_at > now())
    )
    with context.database.read() as session:
        row = session.execute(found).one_or_none()
    if row is None:
        return False
    context.grader, context.csrf = Person(*row[:4]), row.csrf
    return True


def _is_own(context: Context) -> bool:
    """Whether a request comes from a page of ours."""
    headers = context.request.headers
    if not is_same_origin(headers):
        return False
    sent = headers.get("x-csrf-token") or ("" if wants_json(context) else context.form.get("csrf", ""))
    return secrets.compare_digest(sent.encode(), context.csrf.encode())


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that the request comes from this site; other programs need not say."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _refuse(context: Context, status: int) -> Response:
    message = words.LOG_IN if status == 401 else words.NOT_ALLOWED
    if wants_json(context):
        return JSONResponse(
            {"refused": "login" if status == 401 else "forbidden", "message": message}, status
        )
    if status == 401 and context.request.method == "GET":
        return RedirectResponse("/login", 303)
    return HTMLResponse(render("refused.html.jinja", title=context.title, message=message), status)


def _failed(context: Context, message: str, status: int, refused: RefusedError | None) -> Response:
    if wants_json(context):
        kind = refused.refusal.value if refused else "failed"
        current = refused.current if refused else None
        return JSONResponse({"refused": kind, "message": message, "current": current}, status)
    return HTMLResponse(render("refused.html.jinja", title=context.title, message=message), status)


def start_login(database: Database, token: str) -> str | None:
    """Exchange a token for a cookie; None if nobody has the token."""
    cookie = secrets.token_urlsafe(32)
    with database.write() as session:
        grader = session.scalars(
            select(Grader).where(Grader.token_hash == hashed(token.strip()))
        ).one_or_none()
        if grader is None:
            return None
        expires = datetime.now(UTC) + timedelta(hours=LOGIN_HOURS)
        session.add(
            Login(
                grader=grader,
                cookie_hash=hashed(cookie),
                csrf=secrets.token_urlsafe(32),
                expires_at=expires.isoformat(timespec="milliseconds"),
            )
        )
    return cookie
