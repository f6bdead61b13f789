"""Many writers at once, on both databases: nothing fails, nothing is lost, one of two saves wins."""

import multiprocessing
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from postgres_server import postgres
from review_fixtures import FULL, TEXT, Review
from review_processes import write_many
from sqlalchemy import func, select

from autograder.review.database import Database, ReviewError
from autograder.review.folder import Folder
from autograder.review.marking import Refusal, RefusedError, snapshot
from autograder.review.migrations import upgrade
from autograder.review.models import AuditEvent, Base, Grader, Marking, State

Make = Callable[..., Review]
WRITERS = 8


def differences(database: Database) -> list[object]:
    with database.write() as session:
        return [*compare_metadata(MigrationContext.configure(session.connection()), Base.metadata)]


def race(review: Review) -> None:
    """All save the same answer from the same version: one wins, all others read what is stored."""
    (allocation,) = review.allocations()

    def attempt(number: int) -> str:
        try:
            review.mark(allocation, {"effect": "met"}, state=State.OPEN, save_id=f"tab {number}")
        except RefusedError as refused:
            return refused.refusal
        return "saved"

    with ThreadPoolExecutor(WRITERS) as pool:
        results = sorted(pool.map(attempt, range(WRITERS)))
    assert results == [Refusal.CONFLICT] * (WRITERS - 1) + ["saved"]


def many_processes(review: Review, each: int) -> None:
    """Processes save their own answers at the same time."""
    review.add({f"s{number}": f"{TEXT} {number}" for number in range(WRITERS * each)})
    review.assign()
    context = multiprocessing.get_context("spawn")
    failures: multiprocessing.Queue[str] = context.Queue()
    with review.database.read() as session:
        graders = session.scalars(select(Grader.id)).all()
    work = [[own.id for own in review.allocations() if own.grader_id == grader] for grader in graders]
    assert [len(own) for own in work] == [each] * WRITERS
    writers = [
        context.Process(target=write_many, args=(review.folder.url, grader, own, failures))
        for grader, own in zip(graders, work, strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert failures.empty(), failures.get()
    with review.database.read() as session:
        markings = session.scalars(select(Marking)).all()
        stored = [snapshot(marking) for marking in markings]
        events = session.scalar(select(func.count()).where(AuditEvent.marking_id.is_not(None)))
    assert all(one["verdicts"] == FULL and one["state"] == "confirmed" for one in stored)
    assert {one["version"] for one in stored} == {2}
    assert events == 2 * WRITERS * each


def test_the_migrations_make_the_tables_of_the_models(make_review: Make) -> None:
    database = make_review().database
    assert differences(database) == []
    upgrade(database)  # again, which changes nothing
    assert differences(database) == []


def test_one_of_two_saves_wins(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": TEXT})
    review.assign()
    race(review)


@pytest.mark.slow
def test_eight_processes_write_at_once(make_review: Make) -> None:
    many_processes(make_review(*"abcdefgh"), 20)


@pytest.mark.slow
def test_postgresql_does_the_same(make_review: Make) -> None:
    with postgres() as url:
        review = make_review(*"abcdefgh", url=url)
        assert not list(review.folder.path.glob("*.sqlite"))
        assert differences(review.database) == []
        review.add({"s": TEXT})
        review.assign()
        race(review)
        review.database.close()
    with postgres() as url:
        review = make_review(*"abcdefgh", url=url, name="second")
        many_processes(review, 20)
        review.database.close()


def test_files_are_for_their_owner_only(make_review: Make) -> None:
    review = make_review("anna")
    review.add({"s1": TEXT})
    with review.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Marking)) == 0
        files = [*review.folder.path.iterdir()]
        assert {path.name for path in files} >= {"review.sqlite", "roster.json", "review.json"}
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files}
    assert set(modes.values()) == {0o600}, modes
    assert stat.S_IMODE(review.folder.path.stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "oracle://host"])
def test_other_databases_are_refused_without_the_url(url: str) -> None:
    with pytest.raises(ReviewError) as refused:
        Database(url)
    assert url not in str(refused.value)


def test_a_folder_that_is_no_review_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError):
        Folder.open(tmp_path)
    Folder.create(tmp_path / "a", None)
    with pytest.raises(ReviewError):
        Folder.create(tmp_path / "a", "postgresql://host/name")
