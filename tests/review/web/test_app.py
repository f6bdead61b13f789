"""The app without a browser: who gets in, what is refused, and what is stored."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from review_fixtures import FULL, TEXT, Review, make_review
from sqlalchemy import select
from starlette.testclient import TestClient

from autograder.review.models import Login, Marking
from autograder.review.templates import FOLDER
from autograder.review.web.app import create_app

Make = Callable[..., Review]
HOST = "http://127.0.0.1:8080"
__all__ = ["make_review"]


def client_of(review: Review, name: str | None = None) -> TestClient:
    app = create_app(review.database, "Homework", 8080, ["review.example.org"])
    client = TestClient(app, base_url=HOST, follow_redirects=False)
    if name:
        reply = client.post("/login", data={"token": review.tokens[name]})
        assert reply.status_code == 303
    return client


def csrf_of(review: Review) -> str:
    with review.database.read() as session:
        return session.scalars(select(Login.csrf).order_by(Login.id.desc())).first() or ""


@pytest.fixture
def review(make_review: Make) -> Review:
    review = make_review("anna", "lea")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign()
    return review


def put(
    client: TestClient,
    review: Review,
    allocation: int,
    *,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> httpx2.Response:
    content = {"verdicts": FULL, "comments": {}, "evidence": [], "comment": "", "state": "confirmed"}
    body = {"content": content, "version": 0, "save_id": "12345678"} | values
    sent = {"x-csrf-token": csrf_of(review)} if headers is None else headers
    return client.put(f"/api/markings/{allocation}", json=body, headers=sent)


def test_every_page_needs_a_login(review: Review) -> None:
    client = client_of(review)
    for path in ("/", "/calibration", "/disputes", "/students", "/agreement", "/audit", "/grade/Q1"):
        reply = client.get(path)
        assert (reply.status_code, reply.headers.get("location")) == (303, "/login"), path
    assert client.get("/api/panel/1").status_code == 401
    assert client.post("/login", data={"token": "wrong"}).status_code == 403
    client.cookies.set("autograder_review", "wrong")
    assert client.get("/").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites(review: Review) -> None:
    client = client_of(review)
    cookie = client.post("/login", data={"token": review.tokens["anna"]}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    proxied = client.post(
        "/login", data={"token": review.tokens["anna"]}, headers={"host": "review.example.org"}
    )
    assert "secure" in proxied.headers["set-cookie"].lower()
    with review.database.read() as session:
        stored = repr([(each.cookie_hash, each.csrf) for each in session.scalars(select(Login))])
    assert cookie.partition("=")[2].partition(";")[0] not in stored


def test_other_hosts_are_refused(review: Review) -> None:
    client = client_of(review, "anna")
    for host in ("evil.example", "127.0.0.1:9999", "127.0.0.1", "127.0.0.1:8080.evil.example", ""):
        assert client.get("/", headers={"host": host}).status_code == 400, host
    for host in ("localhost:8080", "LOCALHOST:8080", "[::1]:8080", "review.example.org"):
        assert client.get("/login", headers={"host": host}).status_code == 200, host


def test_every_reply_has_the_policy(review: Review) -> None:
    client = client_of(review, "anna")
    for path in ("/", "/login", "/static/grade.js", "/nothing"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
    assert client.get("/").headers["cache-control"] == "no-store"


def test_htmx_is_the_published_file() -> None:
    """The hash is that of dist/htmx.min.js in htmx.org 4.0.1, as `npm pack` fetches it."""
    static = Path(FOLDER) / "static"
    kept = hashlib.sha256((static / "htmx-4.0.1.min.js").read_bytes()).hexdigest()
    assert kept == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    assert (static / "htmx-4.0.1.LICENSE.txt").read_text().startswith("Zero-Clause BSD")


def test_changes_need_the_token_and_the_own_origin(review: Review) -> None:
    client = client_of(review, "anna")
    (allocation,) = review.allocations("anna")
    good = csrf_of(review)
    for headers in (
        {},
        {"x-csrf-token": "wrong"},
        {"x-csrf-token": ""},
        {"x-csrf-token": good, "origin": "https://evil.example"},
        {"x-csrf-token": good, "origin": "null"},
        {"x-csrf-token": good, "sec-fetch-site": "cross-site"},
        {"x-csrf-token": good, "sec-fetch-site": "same-site"},
    ):
        assert put(client, review, allocation.id, headers=headers).status_code == 403, headers
    assert client.post("/logout").status_code == 403
    assert client.post("/settings", data={"csrf": "wrong"}).status_code == 403
    with review.database.read() as session:
        assert {each.version for each in session.scalars(select(Marking))} == {0}
    assert (
        put(client, review, allocation.id, headers={"x-csrf-token": good, "origin": HOST}).status_code == 200
    )


def test_a_login_that_another_site_sends_is_refused(review: Review) -> None:
    client = client_of(review)
    data = {"token": review.tokens["anna"]}
    assert client.post("/login", data=data, headers={"origin": "https://evil.example"}).status_code == 403


def test_saves_are_repeated_safely_and_conflicts_show_what_is_stored(review: Review) -> None:
    client = client_of(review, "anna")
    (allocation,) = review.allocations("anna")
    assert put(client, review, allocation.id).json() == {"version": 1, "state": "confirmed"}
    assert put(client, review, allocation.id).json() == {"version": 1, "state": "confirmed"}
    reply = put(client, review, allocation.id, save_id="another tab")
    assert reply.status_code == 409
    assert reply.json()["current"]["verdicts"] == FULL
    undone = client.post(f"/api/undo/{allocation.id}", headers={"x-csrf-token": csrf_of(review)})
    assert undone.json()["verdicts"] == {}


def test_malformed_requests_are_refused_in_words(review: Review) -> None:
    client = client_of(review, "anna")
    (allocation,) = review.allocations("anna")
    (other,) = review.allocations("lea")
    token = {"x-csrf-token": csrf_of(review)}
    assert put(client, review, allocation.id, version="0").status_code == 422
    assert put(client, review, allocation.id, version=True).status_code == 422
    assert put(client, review, allocation.id, content=[]).status_code == 422
    assert put(client, review, allocation.id, save_id="").status_code == 422
    assert put(client, review, other.id).status_code == 404
    address = f"/api/markings/{allocation.id}"
    for body in (b"", b"[1]", b"{", b"\xff", b"[" * 50_000):
        assert client.put(address, content=body, headers=token).status_code == 422, body[:10]
    assert client.put(address, content=b"x" * 500_000, headers=token).status_code == 413
    for path in (
        "/api/panel/x",
        "/api/panel/99999999999999999999",
        "/grade/Q9",
        "/grade/Q1/77",
        "/students/x",
    ):
        assert client.get(path).status_code in (403, 404), path


def test_pages_of_leads_are_for_leads(review: Review) -> None:
    grader, lead = client_of(review, "anna"), client_of(review, "lea")
    for path in ("/students", "/agreement", "/audit"):
        assert grader.get(path).status_code == 403, path
        assert lead.get(path).status_code == 200, path
    assert grader.get("/").status_code == 200
    assert grader.get("/calibration").status_code == 200


def test_settings_return_to_this_site_only(review: Review) -> None:
    client = client_of(review, "anna")
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        reply = client.post("/settings", data={"csrf": csrf_of(review), "back": back})
        assert reply.headers["location"] == "/", back
    assert 'data-shortcuts="off"' in client.get(f"/grade/Q1/{review.allocations('anna')[0].id}").text


def test_a_logged_out_cookie_is_worth_nothing(review: Review) -> None:
    client = client_of(review, "anna")
    cookie = client.cookies["autograder_review"]
    assert client.post("/logout", data={"csrf": csrf_of(review)}).status_code == 303
    client.cookies.set("autograder_review", cookie)
    assert client.get("/").status_code == 303
