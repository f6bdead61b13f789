"""Drafts from llama.cpp's own server, with a random model: real forms, real refusals, real kills."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from drafting_fixtures import CONTEXT, KEY, class_of, jobs_of, llama

from autograder.catalog import Project
from autograder.marking.class_answers import load_class
from autograder.marking.draft_cells import draft_columns
from autograder.marking.drafting.run import Limits, draft_all, draft_of, drafts_of
from autograder.marking.drafting.server import Server
from autograder.marking.drafting.store import FILE, Reply, open_store
from autograder.marking.reply import Draft
from autograder.rubrics import Rubric

pytestmark = pytest.mark.slow
TEXT = "Temperature divides the logits before the softmax."


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama(tmp_path_factory.mktemp("llama")) as (address, _):
        yield address


def test_a_schema_is_kept_and_what_is_wrong_is_a_state(
    url: str, mini: Project, mini_rubric: Rubric, tmp_path: Path
) -> None:
    marking = class_of(mini, tmp_path, {"ada": TEXT, "ben": TEXT + " Ben.", "long": "word " * 2 * CONTEXT})
    jobs = jobs_of(mini, marking, mini_rubric)
    with open_store(marking) as store:
        summary = asyncio.run(draft_all(jobs, store, Server(url, KEY, max_tokens=1500), Limits(2)))
        assert (summary.stored, summary.why) == (3, "")
        replies = {job.student: store.reply(job) for job in jobs}
        drafts = drafts_of(jobs, store)
    ada, long = replies["ada"], replies["long"]
    assert isinstance(ada, Reply)
    assert isinstance(long, Reply)
    assert (ada.form, ada.ended) == ("json_schema", "stop")
    assert ada.prompt_tokens > 1000
    assert isinstance(drafts["ada"][0], Draft)  # random words, but in the form that was asked for
    assert long.ended == "refused"  # 400: the prompt is longer than the context
    columns = draft_columns(mini_rubric, drafts, "gate cannot be judged")
    assert next(iter(columns)) == "draft Q1.effect (gate cannot be judged)"
    assert all(cells["long"].startswith("no draft: the server refused") for cells in columns.values())
    assert len(load_class(marking, mini).students) == 3


def test_a_cut_reply_and_a_wrong_key(url: str, mini: Project, mini_rubric: Rubric, tmp_path: Path) -> None:
    marking = class_of(mini, tmp_path, {"ada": TEXT})
    jobs = jobs_of(mini, marking, mini_rubric)
    with open_store(marking) as store:
        summary = asyncio.run(draft_all(jobs, store, Server(url, "wrong"), Limits(2)))
        assert "refuses the key (401)" in summary.why
        asyncio.run(draft_all(jobs, store, Server(url, KEY, max_tokens=20), Limits(2)))
        assert draft_of(jobs[0], store.reply(jobs[0])) == "the reply was cut off; raise --max-tokens"


def test_a_server_that_dies_in_the_middle(mini: Project, mini_rubric: Rubric, tmp_path: Path) -> None:
    marking = class_of(mini, tmp_path, {f"s{number}": f"{TEXT} {number}" for number in range(6)})
    jobs = jobs_of(mini, marking, mini_rubric)
    with llama(tmp_path) as (address, process), open_store(marking) as store:
        server = Server(address, KEY, max_tokens=1500, first_wait_seconds=0.01)
        done: list[None] = []

        def advance() -> None:
            done.append(None)
            if len(done) == 2:
                process.kill()

        summary = asyncio.run(draft_all(jobs, store, server, Limits(1), advance))
        assert "does not answer" in summary.why
        assert summary.stored == 2
    with llama(tmp_path) as (address, _), open_store(marking) as store:
        summary = asyncio.run(draft_all(jobs, store, Server(address, KEY, max_tokens=1500), Limits(2)))
        assert (summary.stored, summary.known, summary.left) == (4, 2, 0)


def test_kills_lose_nothing_and_store_nothing_twice(url: str, mini: Project, tmp_path: Path) -> None:
    marking = class_of(mini, tmp_path, {f"s{number}": f"{TEXT} {number}" for number in range(12)})
    command = [
        sys.executable, "-c", "from autograder.cli import main; main()", "rubric", "draft", str(marking),
        "--question", "Q1", "--model", "random", "--base-url", url, "--max-tokens", "1500",
        "--root", str(mini.root),
    ]  # fmt: skip
    env = {**os.environ, "AUTOGRADER_API_KEY": KEY}
    rng = random.Random(3)
    stored = 0
    for _ in range(4):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(2, 6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (marking / FILE).exists():
            with sqlite3.connect(marking / FILE) as connection:
                tables = connection.execute(
                    "SELECT name FROM sqlite_master WHERE name = 'replies'"
                ).fetchall()
                now = connection.execute("SELECT COUNT(*) FROM replies").fetchone()[0] if tables else 0
            assert now >= stored
            stored = now
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(marking / FILE) as connection:
        assert connection.execute("SELECT COUNT(*), COUNT(DISTINCT student) FROM replies").fetchone() == (
            12,
            12,
        )
        again = "SELECT COUNT(*) FROM asked JOIN replies USING (key) WHERE asked.at > replies.at"
        assert connection.execute(again).fetchone() == (0,)
