"""Servers fail in many ways: none of them becomes a score, and none of them loses a reply."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from drafting_fixtures import KEY, class_of, jobs_of, scripted, sound_reply

from autograder.catalog import Project
from autograder.marking.drafting.jobs import Job
from autograder.marking.drafting.run import Limits, Summary, draft_all, draft_of
from autograder.marking.drafting.server import Server
from autograder.marking.drafting.store import FILE, open_store
from autograder.marking.reply import Draft
from autograder.rubrics import Rubric

TWO = Limits(2)
TEXT = "Temperature divides the logits before the softmax."


@pytest.fixture
def marking(mini: Project, tmp_path: Path) -> Path:
    return class_of(
        mini, tmp_path, {name: f"{TEXT} {place}" for place, name in enumerate(("ada", "ben", "cleo", "dan"))}
    )


@pytest.fixture
def jobs(mini: Project, marking: Path, mini_rubric: Rubric) -> list[Job]:
    return jobs_of(mini, marking, mini_rubric)


def run(
    jobs: list[Job], marking: Path, url: str, limits: Limits = TWO, key: str = KEY
) -> tuple[Summary, list[Draft | str], int]:
    """Draft, and return what is stored afterwards."""
    server = Server(url, key, first_wait_seconds=0.01, timeout_seconds=5)
    with open_store(marking) as store:
        summary = asyncio.run(draft_all(jobs, store, server, limits))
        return summary, [draft_of(job, store.reply(job)) for job in jobs], store.spent()


def forms(seen: list[dict[str, Any]]) -> list[str]:
    return [each.get("response_format", {}).get("type", "text") for each in seen]


def test_each_reply_is_asked_for_and_stored_once(jobs: list[Job], marking: Path, mini_rubric: Rubric) -> None:
    with scripted(lambda _: (200, sound_reply(mini_rubric, "divides the logits"))) as server:
        first, drafts, spent = run(jobs, marking, server.url)
        again, _, spent_again = run(jobs, marking, server.url)
    assert (first, again) == (Summary(4, 0, 0), Summary(0, 4, 0))
    assert len(server.seen) == 4
    assert spent == spent_again == 4 * 110
    assert all(isinstance(each, Draft) and each.points for each in drafts)
    assert server.seen[0]["key"] == f"Bearer {KEY}"
    assert KEY.encode() not in (marking / FILE).read_bytes()
    assert server.seen[0]["response_format"]["json_schema"]["schema"] == jobs[0].schema


@pytest.mark.parametrize("status", [400, 422, 500])
@pytest.mark.parametrize("known", [{"json_object", "text"}, {"text"}])
def test_a_server_that_knows_no_schema_is_asked_in_another_form(
    jobs: list[Job], marking: Path, mini_rubric: Rubric, status: int, known: set[str]
) -> None:
    def answer(body: dict[str, Any]) -> tuple[int, dict[str, Any] | str]:
        (form,) = forms([body])
        return (200, sound_reply(mini_rubric)) if form in known else (status, {"error": {"message": form}})

    with scripted(answer) as server:
        summary, drafts, _ = run(jobs, marking, server.url, Limits(1))
    assert summary.stored == 4
    assert all(isinstance(each, Draft) for each in drafts)
    wanted = "json_object" if "json_object" in known else "text"
    assert set(forms(server.seen)[-3:]) == {wanted}  # the form that works is kept


def test_a_wrong_key_ends_the_run_at_once(jobs: list[Job], marking: Path) -> None:
    with scripted(lambda _: (401, {"error": {"message": "no"}})) as server:
        summary, drafts, spent = run(jobs, marking, server.url, Limits(1))
    assert "refuses the key (401)" in summary.why
    assert (summary.stored, summary.left, len(server.seen), spent) == (0, 4, 1, 0)
    assert all(isinstance(each, str) for each in drafts)


@pytest.mark.parametrize("status", [429, 503])
def test_an_overloaded_server_is_asked_again_later(
    jobs: list[Job], marking: Path, mini_rubric: Rubric, status: int
) -> None:
    calls: list[int] = []

    def answer(_: dict[str, Any]) -> tuple[int, dict[str, Any] | str]:
        calls.append(1)
        return (
            (200, sound_reply(mini_rubric)) if len(calls) % 3 == 0 else (status, {"error": {"message": "x"}})
        )

    with scripted(answer, {"retry-after": "0.01"}) as server:
        summary, _, spent = run(jobs, marking, server.url, Limits(1))
    assert summary == Summary(4, 0, 0)
    assert spent == 4 * 110
    with scripted(lambda _: (status, {"error": {"message": "x"}})) as server:
        (marking / FILE).unlink()
        summary, _, spent = run(jobs, marking, server.url, Limits(1))
    assert f"answered {status} again and again" in summary.why
    assert (summary.left, spent) == (4, 0)


def test_a_prompt_that_is_too_long_is_a_state_of_one_answer(
    jobs: list[Job], marking: Path, mini_rubric: Rubric
) -> None:
    def answer(body: dict[str, Any]) -> tuple[int, dict[str, Any] | str]:
        if f"{TEXT} 1" in body["messages"][0]["content"]:
            return 400, {"error": {"message": "too long", "type": "exceed_context_size_error", "code": 400}}
        return 200, sound_reply(mini_rubric)

    with scripted(answer) as server:
        summary, drafts, _ = run(jobs, marking, server.url)
    assert (summary.stored, summary.why) == (4, "")
    assert [isinstance(each, Draft) for each in drafts] == [True, False, True, True]
    assert drafts[1] == "the server refused the request: Error code: 400 - too long"
    assert len(server.seen) == 4  # no other form was tried


@pytest.mark.parametrize(
    "reply", ["", "I cannot grade this.", "{}", '{"rubric": "Q1', "[1]", '{"rubric": "other"}', "null"]
)
def test_a_reply_without_a_draft_is_a_state(jobs: list[Job], marking: Path, reply: str) -> None:
    with scripted(lambda _: (200, reply)) as server:
        summary, drafts, _ = run(jobs, marking, server.url)
    assert summary == Summary(4, 0, 0)
    assert all(isinstance(each, str) and each for each in drafts)


def test_a_server_that_is_gone_ends_the_run_and_loses_nothing(
    jobs: list[Job], marking: Path, mini_rubric: Rubric
) -> None:
    with scripted(lambda _: (200, sound_reply(mini_rubric))) as server:
        run(jobs[:2], marking, server.url)
    summary, drafts, _ = run(jobs, marking, server.url)
    assert "does not answer" in summary.why
    assert (summary.known, summary.stored, summary.left) == (2, 0, 2)
    assert [isinstance(each, Draft) for each in drafts] == [True, True, False, False]


def test_a_budget_is_kept(jobs: list[Job], marking: Path, mini_rubric: Rubric) -> None:
    budget = jobs[0].tokens + 2 * 110 + 5
    with scripted(lambda _: (200, sound_reply(mini_rubric))) as server:
        summary, _, spent = run(jobs, marking, server.url, Limits(4, tokens=budget))
        assert summary.stored >= 1
        assert "could exceed the budget" in summary.why
        assert spent <= budget
        late, _, _ = run(jobs, marking, server.url, Limits(1, seconds=-1))
    assert "--minutes" in late.why
    assert late.stored == 0


def test_a_request_that_was_in_flight_at_a_kill_counts_in_the_budget(jobs: list[Job], marking: Path) -> None:
    with open_store(marking) as store:
        store.asking(jobs[0])
    with open_store(marking) as store:
        assert store.spent() == jobs[0].tokens
        assert store.reply(jobs[0]) is None
