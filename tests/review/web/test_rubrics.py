"""The page of rubrics: a changed file says what it touches before a lead uses it; the end of calibration."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from review_fixtures import FULL, MINI, TEXT, Review, make_review
from sqlalchemy import select, update
from starlette.testclient import TestClient

from autograder.review.course_rubrics import CourseRubric, course_rubrics
from autograder.review.models import Login, Marking, RubricVersion, Slot, State
from autograder.review.outcomes import outcomes
from autograder.review.web.app import create_app

Make = Callable[..., Review]
HOST = "http://127.0.0.1:8080"
__all__ = ["make_review"]


def changed() -> Sequence[CourseRubric]:
    """The course's rubric, whose first criterion is worth twice as much."""
    (one,) = course_rubrics(MINI)
    first, *others = one.rubric.criteria
    criteria = (replace(first, points=2 * first.points), *others)
    return [replace(one, rubric=replace(one.rubric, version="next", criteria=criteria))]


def csrf_of(review: Review) -> str:
    with review.database.read() as session:
        return session.scalars(select(Login.csrf).order_by(Login.id.desc())).first() or ""


def client_of(review: Review, name: str) -> TestClient:
    app = create_app(review.database, "Homework", 8080, read_rubrics=changed)
    client = TestClient(app, base_url=HOST, follow_redirects=False)
    assert client.post("/login", data={"token": review.tokens[name]}).status_code == 303
    return client


@pytest.fixture
def review(make_review: Make) -> Review:
    review = make_review("anna", "lea")
    review.add({"s1": TEXT, "s2": TEXT})
    review.assign()
    for allocation in review.allocations(slot=Slot.FIRST):
        review.mark(allocation, FULL)
    return review


def test_a_changed_file_touches_nothing_until_a_lead_uses_it(review: Review) -> None:
    client = client_of(review, "lea")
    page = client.get("/rubrics").text
    assert "Using it touches 2 markings: 2 scored again, 0 to be looked at" in page
    assert "effect: other points" in page
    (new,) = changed()
    stale = client.post("/rubrics/Q1/use", data={"csrf": csrf_of(review), "stamp": "Q1 old"})
    assert stale.status_code == 404
    with review.database.read() as session:
        before = {each.points for each in outcomes(session)}
    form = {"csrf": csrf_of(review), "stamp": new.rubric.stamp}
    assert client.post("/rubrics/Q1/use", data=form).status_code == 303
    with review.database.read() as session:
        assert {each.points for each in outcomes(session)} == {
            points + new.rubric.criteria[0].points / 2 for points in before if points is not None
        }
        states = set(session.scalars(select(Marking.state)))
    assert states == {State.CONFIRMED}
    page = client.get("/rubrics").text
    assert "2 markings touched" in page
    assert "Using it touches" not in page


def test_graders_see_rubrics_and_change_nothing(review: Review) -> None:
    client = client_of(review, "anna")
    page = client.get("/rubrics").text
    assert "Counter-example" in page
    assert "Using it touches" not in page
    for path in ("/rubrics/Q1/use", "/rubrics/Q1/lock"):
        assert client.post(path, data={"csrf": csrf_of(review)}).status_code == 403


def test_a_lead_ends_calibration(review: Review) -> None:
    with review.database.write() as session:
        session.execute(update(RubricVersion).values(locked_at=""))
        session.execute(update(Marking).values(state=State.OPEN))
    client = client_of(review, "lea")
    assert "your calibration is done" in client.get("/grade/Q1").text
    form = {"csrf": csrf_of(review), "back": "grade"}
    assert client.post("/rubrics/Q1/lock", data=form).headers["location"] == "/grade/Q1"
    assert client.get("/grade/Q1").headers["location"].startswith("/grade/Q1/")
