"""The journal of a course: an SQLite file in which each result is written once, as it comes.

A result belongs to a submission's name and content and to a build. A result of another content or build stays
beside it, so nothing that was graded is lost, and `current` shows one row for each submission.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.regrade.result import FINAL, Result, State, packed, unpacked

FORMAT = 1
APPLICATION_ID = 0x41475243
BUSY_SECONDS = 60
WAIT_SECONDS = 0.02
SCHEMA = """
CREATE TABLE builds (
    build TEXT PRIMARY KEY,
    facts TEXT NOT NULL,
    added REAL NOT NULL
) STRICT;
CREATE TABLE submissions (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    build TEXT NOT NULL,
    place INTEGER NOT NULL
) STRICT;
CREATE TABLE people (
    name TEXT PRIMARY KEY,
    facts TEXT NOT NULL
) STRICT;
CREATE TABLE results (
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    build TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('graded', 'unreadable', 'error')),
    score REAL,
    max_score REAL,
    problem TEXT NOT NULL,
    seconds REAL NOT NULL,
    cpu_seconds REAL NOT NULL,
    level TEXT NOT NULL,
    summary TEXT NOT NULL,
    report BLOB NOT NULL,
    written REAL NOT NULL,
    PRIMARY KEY (name, content, build),
    CHECK ((state = 'graded') = (score IS NOT NULL))
) STRICT;
CREATE VIEW current AS
    SELECT submissions.place, results.*
    FROM submissions JOIN results USING (name, content, build);
"""
COLUMNS = (
    "name", "content", "build", "state", "score", "max_score", "problem", "seconds", "cpu_seconds", "level",
    "summary", "report",
)  # fmt: skip


class Journal:
    """An open journal.

    Args:
        path: the file, which is made if it does not exist.
        is_shared: whether the file may lie on a network's file system, where a write-ahead log does not work.
        must_exist: refuse to make a new file.

    Raises:
        AutograderError: the file is not a journal, or cannot be opened.
    """

    def __init__(self, path: Path, *, is_shared: bool = False, must_exist: bool = False) -> None:
        self.path = path
        if must_exist and not path.is_file():
            raise AutograderError(instructors.place_missing(path))
        try:
            if not must_exist:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # it holds grades; SQLite gives its other files the same rights
            self._open = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._prepare()
            self._use_log("DELETE" if is_shared else "WAL")
            # A killed process loses nothing; after a power cut the last results may be graded again.
            self._open.execute(f"PRAGMA synchronous = {'FULL' if is_shared else 'NORMAL'}")
        except (sqlite3.Error, OSError) as error:
            raise AutograderError(instructors.no_journal(path, str(error))) from error

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        """Make the tables, or check that they are ours, in one step: others may open the file meanwhile."""
        with self._transaction():
            (version,) = self._open.execute("PRAGMA user_version").fetchone()
            (application,) = self._open.execute("PRAGMA application_id").fetchone()
            if (application, version) == (APPLICATION_ID, FORMAT):
                return
            if application or version or self._open.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise AutograderError(instructors.no_journal(self.path, instructors.OTHER_FORMAT))
            for statement in filter(str.strip, SCHEMA.split(";")):
                self._open.execute(statement)
            self._open.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._open.execute(f"PRAGMA user_version = {FORMAT}")

    def _use_log(self, mode: str) -> None:
        """Choose how changes are logged. SQLite does not wait for others here, so this does."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._open.execute(f"PRAGMA journal_mode = {mode}")
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(WAIT_SECONDS)
            else:
                return

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._open.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._open.execute("ROLLBACK")
            raise
        self._open.execute("COMMIT")

    # Writing

    def begin(self, build: str, facts: dict[str, Any]) -> None:
        """Note a build: its versions and what else reports say of it."""
        self._open.execute(
            "INSERT OR REPLACE INTO builds VALUES (?, ?, ?)", (build, json.dumps(facts), time.time())
        )

    def note(self, submissions: Iterable[tuple[str, str]], build: str) -> None:
        """Note for each submission the content that counts, under a build. Others no longer count.

        Args:
            submissions: names and hashes of contents, in order.
            build: the build's hash.
        """
        rows = [(name, content, build, place) for place, (name, content) in enumerate(submissions)]
        with self._transaction():
            self._open.execute("DELETE FROM submissions")
            self._open.executemany("INSERT INTO submissions VALUES (?, ?, ?, ?)", rows)

    def note_people(self, people: dict[str, Any]) -> None:
        """Note who handed in which submission, as an export tells it."""
        with self._transaction():
            self._open.executemany(
                "INSERT OR REPLACE INTO people VALUES (?, ?)",
                [(name, json.dumps(facts)) for name, facts in people.items()],
            )

    def write(self, result: Result) -> bool:
        """Write a result, and return whether it is new.

        A final result is never replaced. An error of the grader gives way to whatever comes after it.
        """
        return self.write_all([result]) == 1

    def write_all(self, results: Iterable[Result]) -> int:
        """Write some results at once, and return how many are new."""
        n_new = 0
        with self._transaction():
            for result in results:
                key = (result.name, result.content, result.build)
                known = self._open.execute(
                    "SELECT state FROM results WHERE name = ? AND content = ? AND build = ?", key
                ).fetchone()
                if known and known[0] in FINAL:
                    continue
                n_new += 1
                values = (
                    *key,
                    str(result.state),
                    *(result.score, result.max_score, result.problem, result.seconds, result.cpu_seconds),
                    *(result.level, json.dumps(result.summary, separators=(",", ":"))),
                    *(packed(result.report), time.time()),
                )
                marks = ",".join("?" * len(values))
                self._open.execute(f"INSERT OR REPLACE INTO results VALUES ({marks})", values)
        return n_new

    # Reading

    def final(self, build: str) -> set[tuple[str, str]]:
        """Return the names and contents of all submissions that need not be graded again under a build."""
        states = ",".join(f"'{state}'" for state in FINAL)
        query = f"SELECT name, content FROM results WHERE build = ? AND state IN ({states})"
        return set(self._open.execute(query, (build,)))

    def results(self, *, with_reports: bool = False) -> Iterator[Result]:
        """Iterate over the results that count: grader errors first, then in the order of the submissions.

        Args:
            with_reports: read what the platform's results file holds, too.
        """
        report = "report" if with_reports else "x''"
        columns = ", ".join((*COLUMNS[:-1], report))
        query = f"SELECT {columns} FROM current ORDER BY state != 'error', place"
        for row in self._open.execute(query):
            yield _result(row)

    def all_results(self) -> Iterator[Result]:
        """Iterate over all results, of whatever build, to merge them into another journal."""
        for row in self._open.execute(f"SELECT {', '.join(COLUMNS)} FROM results"):
            yield _result(row)

    def ungraded(self) -> list[str]:
        """Return the submissions that count and have no result yet."""
        query = (
            "SELECT name FROM submissions LEFT JOIN results USING (name, content, build) "
            "WHERE results.state IS NULL ORDER BY place"
        )
        return [name for (name,) in self._open.execute(query)]

    def noted(self) -> list[tuple[str, str, str]]:
        """Return name, content and build of all submissions that count, in order."""
        return list(self._open.execute("SELECT name, content, build FROM submissions ORDER BY place"))

    def people(self) -> dict[str, Any]:
        """Return who handed in which submission."""
        return {name: json.loads(facts) for name, facts in self._open.execute("SELECT * FROM people")}

    def builds(self) -> dict[str, dict[str, Any]]:
        """Return what is known of each build, the newest last."""
        rows = self._open.execute("SELECT build, facts FROM builds ORDER BY added")
        return {build: json.loads(facts) for build, facts in rows}


def _result(row: tuple[Any, ...]) -> Result:
    values = dict(zip(COLUMNS, row, strict=True))
    return Result(
        **{
            **values,
            "state": State(values["state"]),
            "summary": json.loads(values["summary"]),
            "report": unpacked(values["report"]),
        }
    )
