"""Store each reply of a model once, however a run ends, and count the requests.

SQLite with full synchronisation: a reply that was stored survives a kill. A request is counted before it is
sent, so one that was in flight when a run was killed counts in the budget. No key of a server is stored.
"""

import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.marking.class_answers import PRIVATE
from autograder.marking.drafting.jobs import Job
from autograder.messages import tas
from autograder.rubrics.model import RubricError

FILE = "drafts.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS asked (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, at REAL NOT NULL, tokens INTEGER NOT NULL,
    open INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, student TEXT NOT NULL, rubric TEXT NOT NULL, model TEXT NOT NULL,
    sample INTEGER NOT NULL, text TEXT NOT NULL, ended TEXT NOT NULL, form TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL, reply_tokens INTEGER NOT NULL, seconds REAL NOT NULL, at REAL NOT NULL
);
"""


@dataclass(frozen=True)
class Reply:
    """A server's reply, unchanged.

    Args:
        text: the reply.
        ended: the server's reason for its end: `stop`, `length`, …; `refused` if it refused the request.
        form: how it was asked for: `json_schema`, `json_object` or `text`.
        prompt_tokens: as the server counts them.
        reply_tokens: as the server counts them.
        seconds: how long it took.
    """

    text: str
    ended: str
    form: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    seconds: float = 0.0


class Store:
    """The replies in a marking folder. One process at a time can open it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def secret(self) -> bytes:
        """Return the secret of this folder, from which nonces are derived."""
        fresh = secrets.token_hex(32)
        with self._connection as connection:
            connection.execute("INSERT OR IGNORE INTO facts VALUES ('secret', ?)", (fresh,))
        return bytes.fromhex(self.fact("secret"))

    def fact(self, name: str) -> str:
        """Return a fact, or an empty text."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        """Keep a fact."""
        with self._connection as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def asking(self, job: Job) -> int:
        """Count a request that is about to be sent, and return its number."""
        with self._connection as connection:
            row = (job.key, time.time(), job.tokens)
            cursor = connection.execute("INSERT INTO asked (key, at, tokens, open) VALUES (?, ?, ?, 1)", row)
        return int(cursor.lastrowid or 0)

    def failed(self, number: int) -> None:
        """Note that a request cost nothing: the server did not work on it."""
        with self._connection as connection:
            connection.execute("UPDATE asked SET tokens = 0, open = 0 WHERE number = ?", (number,))

    def keep(self, number: int, job: Job, reply: Reply) -> None:
        """Store a reply and what it cost, both or neither."""
        tokens = reply.prompt_tokens + reply.reply_tokens
        # Some servers do not count; then the estimate stays.
        spent = tokens or (0 if reply.ended == "refused" else job.tokens)
        row = (
            job.key, job.student, job.rubric.stamp, job.model, job.sample, reply.text, reply.ended,
            reply.form, reply.prompt_tokens, reply.reply_tokens, reply.seconds, time.time(),
        )  # fmt: skip
        with self._connection as connection:
            connection.execute(f"INSERT OR IGNORE INTO replies VALUES ({', '.join('?' * len(row))})", row)
            connection.execute("UPDATE asked SET tokens = ?, open = 0 WHERE number = ?", (spent, number))

    def reply(self, job: Job) -> Reply | None:
        """Return the stored reply to a request, if there is one."""
        found = self._connection.execute(
            "SELECT text, ended, form, prompt_tokens, reply_tokens, seconds FROM replies WHERE key = ?",
            (job.key,),
        ).fetchone()
        return Reply(*found) if found else None

    def forget(self, jobs: Iterable[Job]) -> None:
        """Remove the replies to some requests, so that they are asked again."""
        with self._connection as connection:
            connection.executemany("DELETE FROM replies WHERE key = ?", [(each.key,) for each in jobs])

    def spent(self) -> int:
        """Return the tokens of all requests, with estimates for those whose end is unknown."""
        (tokens,) = self._connection.execute("SELECT COALESCE(SUM(tokens), 0) FROM asked").fetchone()
        return int(tokens)


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open the store of a marking folder, or make it.

    Raises:
        RubricError: another process has it open, or the file is not a store.
    """
    path = folder / FILE
    if not folder.is_dir():
        raise RubricError(tas.classes.no_marking_folder(folder, "it does not exist"))
    path.touch(PRIVATE)
    path.chmod(PRIVATE)
    connection = sqlite3.connect(path, timeout=2)
    try:
        # Held until the process ends, however it ends: two runs would ask the same twice.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT OR REPLACE INTO facts VALUES ('opened', ?)", (str(time.time()),))
        connection.commit()
        yield Store(connection)
    except sqlite3.OperationalError as error:
        raise RubricError(tas.drafts.store_in_use(path, error)) from error
    except sqlite3.DatabaseError as error:
        raise RubricError(tas.drafts.store_broken(path, error)) from error
    finally:
        connection.close()
