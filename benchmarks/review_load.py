"""Eight graders at once on the review's page, over HTTP, against bare transactions of the same rows.

    python benchmarks/review_load.py                     # SQLite, 10,000 answers
    python benchmarks/review_load.py --postgresql        # a server of Debian's package, started for it

Each grader opens an answer, asks for the next one, and confirms, with a pause (a fast person) and without any
(a closed loop). The graders are a process of their own, so that their work is not the server's. Beside pages
stands the login form, which the same server answers without the database.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from review_baseline import bare_saves
from sqlalchemy import select

from autograder.catalog import Project
from autograder.marking.answers import Answer, Answers
from autograder.marking.class_answers import ClassAnswers
from autograder.marking.flags import Flag, Known, find_flags
from autograder.marking.students import Student
from autograder.review import importing
from autograder.review.allocation import Plan, assign
from autograder.review.database import Database
from autograder.review.folder import Folder, add_grader
from autograder.review.importing import import_answers
from autograder.review.models import Allocation, Grader, Marking, Slot
from autograder.review.models import Answer as Stored
from autograder.review.rubric_versions import all_in_use, rubric_of
from autograder.rubrics import read_rubrics
from autograder.rubrics.samples import read_samples
from autograder.submissions.written_answers import count_words

ROOT = Path(__file__).resolve().parents[1]
PROJECT = Project(ROOT)
GRADERS = [f"grader{number}" for number in range(8)]
FORM = "baseline: the login form"
BARE = "baseline: the bare transaction"
AIMS = {"page": 100.0, "save": 50.0}
"""Milliseconds at the 95th percentile; a save's are beyond those of the bare transaction."""
PAUSES = {"a pause of 0.3 to 0.9 s": (0.3, 0.9), "no pause": (0.0, 0.0)}


def synthetic_class(count: int) -> ClassAnswers:
    """Return students whose answers have the samples' words and lengths, in another order."""
    chance = random.Random(1)
    texts = {
        rubric.question: [each.answer for each in read_samples(PROJECT, rubric)]
        for rubric in read_rubrics(PROJECT)
    }
    students, found = [], {}
    for number in range(count):
        answers = []
        for question in PROJECT.assignment.written:
            model = chance.choice(texts[question.number])
            text = "\n\n".join(_shuffled(block, chance) for block in model.split("\n\n"))
            answers.append(Answer(question, text, count_words(text), file=question.path))
        key = f"student{number}"
        students.append(Student(key))
        found[key] = Answers(key, tuple(answers))
    return ClassAnswers(tuple(students), found)


def _shuffled(block: str, chance: random.Random) -> str:
    if block.lstrip().startswith(("|", "```", "$$")):
        return block
    words = block.split()
    chance.shuffle(words)
    return " ".join(words)


def _few_flags(text: str, known: Known) -> list[Flag]:
    """Return the flags of one of fifty answers: those of a class take minutes, and are not measured."""
    place = hash(text) % 50
    if place not in _FLAGS:
        _FLAGS[place] = list(find_flags(text, known))
    return _FLAGS[place]


_FLAGS: dict[int, list[Flag]] = {}


def prepare(folder: Folder, answers: int) -> Mapping[str, str]:
    """Import a class and assign it; return each grader's token."""
    database = folder.database()
    with database.write(alone=True) as session:
        tokens = {name: add_grader(session, name) or "" for name in GRADERS}
    students = answers // len(PROJECT.assignment.written)
    setattr(importing, "find_flags", _few_flags)  # noqa: B010 - a name that it imports
    began = time.perf_counter()
    result = import_answers(database, folder.roster(), PROJECT, synthetic_class(students), actor="benchmark")
    imported = time.perf_counter()
    with database.write(alone=True) as session:
        assign(session, session.scalars(select(Grader)).all(), Plan({}))
    assigned = time.perf_counter()
    print(
        f"{len(result.new):,} answers: imported in {imported - began:.0f} s,"
        f" assigned in {assigned - imported:.0f} s"
    )
    database.close()
    return tokens


def tasks(database: Database, each: int) -> dict[str, list[tuple[str, int, dict[str, str]]]]:
    """Return, by grader, the answers to mark: question, allocation, verdicts."""
    found: dict[str, list[tuple[str, int, dict[str, str]]]] = defaultdict(list)
    with database.read() as session:
        highest = {
            question: {one.id: next(iter(one.worth)) for one in rubric_of(version).criteria}
            for question, version in all_in_use(session).items()
        }
        rows = session.execute(
            select(Grader.name, Stored.question, Allocation.id)
            .join(Allocation, Allocation.grader_id == Grader.id)
            .join(Stored)
            .join(Marking)
            .where(Allocation.slot == Slot.FIRST, Marking.version == 0)
            .order_by(Grader.name, Stored.question, Allocation.position)
        )
        for name, question, allocation in rows:
            if len(found[name]) < each:
                found[name].append((question, allocation, highest[question]))
    return found


class Client:
    """One grader's browser, as far as the server can tell."""

    def __init__(self, address: str, token: str) -> None:
        self._host = address.removeprefix("http://")
        self._connection = http.client.HTTPConnection(self._host, timeout=60)
        self._headers: dict[str, str] = {}
        reply = self._send("POST", "/login", f"token={token}")
        self._headers["Cookie"] = (reply.headers["set-cookie"] or "").partition(";")[0]
        page = self._send("GET", "/").body.decode()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None
        self._headers["X-CSRF-Token"] = found[1]
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def timed(self, kind: str, method: str, path: str, body: str = "") -> None:
        """Send a request that must succeed, and keep how long it took."""
        began = time.perf_counter()
        reply = self._send(method, path, body)
        self.seconds[kind].append(time.perf_counter() - began)
        assert reply.status == 200, (reply.status, path, reply.body[:200])

    def _send(self, method: str, path: str, body: str = "") -> "Reply":
        self._connection.request(method, path, body or None, self._headers)
        reply = self._connection.getresponse()
        return Reply(reply.status, reply.headers, reply.read())


class Reply:
    """A reply that was read whole."""

    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


def graders(plan: Mapping[str, object]) -> dict[str, list[float]]:
    """Let all graders work at once; runs in a process of its own."""
    seconds: dict[str, list[float]] = defaultdict(list)
    tokens, work, pause = plan["tokens"], plan["work"], plan["pause"]
    assert isinstance(tokens, dict)
    assert isinstance(work, dict)
    assert isinstance(pause, list)
    clients = {name: Client(str(plan["address"]), tokens[name]) for name in tokens}
    barrier = threading.Barrier(len(clients))

    def go(name: str) -> None:
        chance = random.Random(name)
        client = clients[name]
        barrier.wait()
        for question, allocation, verdicts in work[name]:
            content = {
                "verdicts": verdicts,
                "comments": {},
                "evidence": [],
                "comment": "",
                "state": "confirmed",
            }
            save = {"content": content, "version": 0, "save_id": f"save of {allocation}"}
            client.timed(FORM, "GET", "/login")
            client.timed("page", "GET", f"/grade/{question}/{allocation}")
            client.timed("next", "GET", f"/api/next/{question}?after={allocation}&without={allocation}")
            time.sleep(chance.uniform(*pause))
            client.timed("save", "PUT", f"/api/markings/{allocation}", json.dumps(save))

    threads = [threading.Thread(target=go, args=(name,)) for name in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for client in clients.values():
        for kind, values in client.seconds.items():
            seconds[kind] += values
    return seconds


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run `autograder review serve` and yield its address."""
    run = [sys.executable, "-c", "from autograder.cli import main; main()", "review", "serve", str(folder)]
    process = subprocess.Popen(
        [*run, "--port", "0", "--root", str(ROOT)],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield next(word for word in process.stdout.readline().split() if word.startswith("http://"))
    finally:
        process.terminate()
        process.wait()


def line(name: str, values: Sequence[float]) -> str:
    """Return count, median, 95th percentile and maximum in milliseconds."""
    return (
        f"  {name:34}{len(values):6}{1e3 * statistics.median(values):9.1f}{high(values):9.1f}"
        f"{1e3 * max(values):9.1f}"
    )


def high(values: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return 1e3 * sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def measure(folder: Folder, tokens: Mapping[str, str], each: int) -> None:
    """Print the table."""
    database = folder.database()
    work = tasks(database, each * len(PAUSES))
    database.close()
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    for place, (name, pause) in enumerate(PAUSES.items()):
        print(f"{kind}, {len(GRADERS)} graders, {name}; in ms")
        print(f"  {'':34}{'number':>6}{'median':>9}{'95 %':>9}{'most':>9}")
        now = {who: of[place * each : (place + 1) * each] for who, of in work.items()}
        with server(folder.path) as address:
            plan = {"address": address, "tokens": tokens, "work": now, "pause": pause}
            done = subprocess.run(
                [sys.executable, __file__, "--graders"],
                input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        seconds = json.loads(done.stdout) | {BARE: bare_saves(folder.url, len(GRADERS), each, pause)}
        for kind_of in ("page", "next", FORM, "save", BARE):
            print(line(kind_of, seconds[kind_of]))
        beyond = {"page": high(seconds["page"]), "save": high(seconds["save"]) - high(seconds[BARE])}
        for kind_of, value in beyond.items():
            verdict = "met" if value <= AIMS[kind_of] else "MISSED"
            print(f"  {kind_of}: {value:.1f} ms at 95 %; the aim of {AIMS[kind_of]:g} is {verdict}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=60, help="answers that each grader marks, for each pause")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", type=Path, help="make the review here, or use the one that is here")
    parser.add_argument("--graders", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.graders:
        print(json.dumps(graders(json.load(sys.stdin))))
        return
    with contextlib.ExitStack() as stack:
        url = None
        if arguments.postgresql:
            sys.path.insert(0, str(ROOT / "tests" / "support"))
            from postgres_server import postgres

            url = stack.enter_context(postgres())
        path = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="review-")))
        path.mkdir(parents=True, exist_ok=True)
        folder = Folder.create(path / "review", url)
        kept = path / "tokens.json"
        if not kept.exists():
            kept.write_text(json.dumps(prepare(folder, arguments.answers)))
        measure(folder, json.loads(kept.read_text()), arguments.each)


if __name__ == "__main__":
    main()
