"""Open the database: SQLite in a file, or PostgreSQL by URL, with transactions that read or write."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.messages import review as words

BUSY_SECONDS = 20
ASSIGNING = 7_421_317
"""The key of PostgreSQL's lock for work on all answers: import and assignment."""


class ReviewError(AutograderError):
    """The review cannot go on; the text says why."""


class Database:
    """One database, used by several threads and processes at once."""

    def __init__(self, url: str) -> None:
        """Connect lazily.

        Raises:
            ReviewError: The URL names no database that is supported.
        """
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise ReviewError(words.bad_database_url()) from error
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if not self.is_sqlite and parsed.drivername != "postgresql+psycopg":
            raise ReviewError(words.bad_database_url())
        if self.is_sqlite and parsed.database:
            _create_private(Path(parsed.database))
        try:
            self.engine = create_engine(
                parsed, pool_size=10, max_overflow=40, pool_pre_ping=not self.is_sqlite
            )
        except ModuleNotFoundError as error:
            raise ReviewError(instructors.needs_extra(words.DRIVER_NEEDED, "postgres")) from error
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
        self._writing = self.engine.execution_options(writes=True)
        # SQLite's waiting writers sleep longer and longer, so threads of one process queue here instead.
        self._queue = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that sees one state of the database."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, *, alone: bool = False) -> Iterator[Session]:
        """Yield a session that is committed at the end and rolled back on an error.

        Args:
            alone: Exclude all others that ask for the same. On SQLite writers always exclude each other.

        Raises:
            ReviewError: Another writer held the database for too long; nothing was changed.
        """
        try:
            with self._queue, Session(self._writing, expire_on_commit=False) as session, session.begin():
                if alone and not self.is_sqlite:
                    session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": ASSIGNING})
                yield session
        except OperationalError as error:
            if "locked" in str(error.orig):
                raise ReviewError(words.database_busy(BUSY_SECONDS)) from error
            raise

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _create_private(path: Path) -> None:
    """Create the file for its owner only; SQLite gives its log the same rights."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600)):
        pass


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions, not the driver
        cursor = connection.cursor()
        cursor.execute(f"pragma busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("pragma journal_mode=wal")
        cursor.execute("pragma synchronous=full")  # a confirmed mark survives a power cut
        cursor.execute("pragma foreign_keys=on")
        cursor.execute("pragma secure_delete=on")  # what is purged leaves no text in free pages
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A reader that begins to write can fail at once, whatever the timeout, so writers say so first.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("begin immediate" if writes else "begin")
