"""The baseline of `review_load.py`: a save's rows by the bare driver, without HTTP, checks and objects."""

import random
import sqlite3
import threading
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import make_url

CRITERIA = 10
LONG = '{"verdicts": {' + ", ".join(f'"criterion {each}": "met"' for each in range(CRITERIA)) + "}}"
TABLES = [
    "create table bare_marking (id integer primary key, state text, version integer, content text)",
    "create table bare_decision (marking_id integer, criterion text, verdict text,"
    " primary key (marking_id, criterion))",
    "create table bare_event (id {serial}, at text, before text, after text)",
]


def bare_saves(url: str, writers: int, each: int, pause: Sequence[float]) -> list[float]:
    """Return the seconds of each transaction when this many writers work at once.

    A transaction reads one row, updates it, adds ten rows and one event: what a confirmation does. The tables
    stand in the review's own database, so that page size, cache and log are the same.

    Args:
        url: The review's database.
        writers: Threads, each with a connection of its own.
        each: Transactions of each writer.
        pause: The least and the most seconds between two.
    """
    is_sqlite = url.startswith("sqlite")
    setup = _connect(url)
    for name in ("bare_marking", "bare_decision", "bare_event"):
        setup.execute(f"drop table if exists {name}")
    for statement in TABLES:
        serial = "integer primary key" if is_sqlite else "serial primary key"
        setup.execute(statement.format(serial=serial))
    mark = "?" if is_sqlite else "%s"
    for number in range(writers * each):
        setup.execute(f"insert into bare_marking values ({number}, 'open', 0, '')")
    setup.close()
    seconds: list[float] = []
    barrier = threading.Barrier(writers)

    def go(writer: int) -> None:
        connection = _connect(url)
        chance = random.Random(writer)
        barrier.wait()
        for number in range(writer * each, (writer + 1) * each):
            time.sleep(chance.uniform(*pause))
            began = time.perf_counter()
            connection.execute("begin immediate" if is_sqlite else "begin")
            lock = "" if is_sqlite else " for update"
            connection.execute(
                f"select version from bare_marking where id = {mark}{lock}", (number,)
            ).fetchone()
            connection.execute(
                f"update bare_marking set state = 'done', version = 1, content = {mark} where id = {mark}",
                (LONG, number),
            )
            for criterion in range(CRITERIA):
                connection.execute(
                    f"insert into bare_decision values ({mark}, {mark}, 'met')",
                    (number, f"criterion {criterion}"),
                )
            connection.execute(
                f"insert into bare_event (at, before, after) values ('now', {mark}, {mark})", (LONG, LONG)
            )
            connection.execute("commit")
            seconds.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=go, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds


def _connect(url: str) -> Any:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        connection = sqlite3.connect(
            parsed.database or "", isolation_level=None, timeout=20, check_same_thread=False
        )
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        return connection
    import psycopg

    return psycopg.connect(url, autocommit=True)
