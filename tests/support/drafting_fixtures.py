"""Servers to draft with: llama.cpp's own, and one whose answers a test chooses."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.marking.drafting.jobs import Job, jobs_of_class
from autograder.rubrics import Rubric, read_rubric

KEY = "a key that nobody stores"
CONTEXT = 8192


@pytest.fixture(scope="session")
def mini() -> Project:
    """The smallest other course, whose prompts are short."""
    return Project(Path(__file__).parents[1] / "mini_assignment")


@pytest.fixture(scope="session")
def mini_rubric(mini: Project) -> Rubric:
    return read_rubric(mini, "Q1")


@contextmanager
def llama(folder: Path, context: int = CONTEXT) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run llama.cpp's server and yield its address and process."""
    command = [
        sys.executable,
        str(Path(__file__).with_name("llama_server.py")),
        str(folder),
        KEY,
        str(context),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip() + "/v1", process
        finally:
            process.kill()


@dataclass
class Scripted:
    """A server that answers as a test says.

    Args:
        url: its address.
        seen: the bodies of all requests, with the key under `key`.
    """

    url: str
    seen: list[dict[str, Any]] = field(default_factory=list)


Answer = Callable[[dict[str, Any]], tuple[int, dict[str, Any] | str]]
"""Maps a request's body to a status and a JSON body; a text becomes the reply of a model."""


@contextmanager
def scripted(answer: Answer, headers: dict[str, str] | None = None) -> Iterator[Scripted]:
    """Run a server that answers by a function."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.seen.append({**body, "key": self.headers.get("authorization", "")})
            status, content = answer(body)
            if isinstance(content, str):
                choice = {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": content},
                }
                usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
                content = {
                    "id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice],
                    "usage": usage,
                }  # fmt: skip
            data = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**(headers or {}), "content-length": str(len(data))}.items():
                self.send_header(name, value)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            """Keep the test's output clean."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Scripted(f"http://127.0.0.1:{http.server_address[1]}/v1")
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def class_of(mini: Project, folder: Path, texts: dict[str, str]) -> Path:
    """Import a class whose students answered the one question, and return its marking folder."""
    from autograder.marking.class_answers import import_class, save_class

    (folder / "class").mkdir()
    for name, text in texts.items():
        (folder / "class" / f"{name}.md").write_text(f"Q1\n{text}\n", encoding="utf-8")
    read, _ = import_class(folder / "class", mini)
    save_class(read, folder / "marking")
    return folder / "marking"


def jobs_of(mini: Project, marking: Path, rubric: Rubric, samples: int = 1) -> list[Job]:
    """The requests for a class."""
    from autograder.marking.class_answers import load_class

    return list(jobs_of_class(mini, load_class(marking, mini), rubric, "m", b"secret", samples))


def sound_reply(rubric: Rubric, quote: str = "") -> str:
    """A reply that meets no criterion, or quotes for the first one."""
    parts = {
        each.id: {"quote": "", "reason": "r", "verdict": next(iter(each.worth))} for each in rubric.criteria
    }
    if quote:
        first = rubric.criteria[0]
        parts[first.id] = {"quote": quote, "reason": "r", "verdict": list(first.worth)[-1]}
    return json.dumps({"rubric": rubric.stamp, **parts})
