"""A course on other machines: none lost, none twice, and a submission that kills is set aside."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, ClassVar

import pytest

from autograder.errors import GraderError
from autograder.regrade import cluster
from autograder.regrade.cluster import earlier_attempts, is_current, run_shards, shards_of, shared_folder
from autograder.regrade.export import Entry
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State
from autograder.regrade.slots import Task, Work

MINI = Path(__file__).parents[1] / "mini_assignment"


class KilledWorker(Exception):  # noqa: N818 - dask's name
    pass


class Inline(Executor):
    """Runs a call at once, in this process; a machine that dies is `KilledWorker`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except (KilledWorker, GraderError) as error:
            future.set_exception(error)
        return future


class FakeSlots:
    """Grades in no time, but dies by some submissions."""

    deadly: frozenset[str] = frozenset()
    graded: ClassVar[Counter[str]] = Counter()

    def __init__(self, work: Work, n_slots: int) -> None:
        assert n_slots == 1
        assert work.key_file.read_text() == "{}"

    def __enter__(self) -> "FakeSlots":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Iterator[Task]) -> Iterator[Result]:
        for task in tasks:
            self.graded[task.entry.name] += 1
            if task.entry.name in self.deadly:
                raise KilledWorker
            yield Result(task.entry.name, task.content, "b", State.GRADED, 1.0, 1.0)


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> type[FakeSlots]:
    monkeypatch.setattr(cluster, "Slots", FakeSlots)
    monkeypatch.setattr(FakeSlots, "graded", Counter())
    return FakeSlots


def tasks(count: int) -> list[Task]:
    return [Task(Entry(f"s{number}", Path("/x")), "c") for number in range(count)]


def graded_on(shared: Path, journal: Journal, shards: list[list[Task]]) -> list[Result]:
    with shared_folder(shared, "{}", journal) as run:
        work = {"shared": str(shared), "root": str(MINI), "build": "b", "mode": "strict", "run": run}
        return list(run_shards(Inline(), shards, work))


def test_all_are_graded_once(tmp_path: Path, slots: type[FakeSlots]) -> None:
    with Journal(tmp_path / "out") as journal:
        found = graded_on(tmp_path / "shared", journal, shards_of(tasks(50), 1))
    assert sorted(result.name for result in found) == sorted(task.entry.name for task in tasks(50))
    assert set(slots.graded.values()) == {1}
    assert not (tmp_path / "shared").exists()


def test_what_kills_three_workers_is_set_aside(
    tmp_path: Path, slots: type[FakeSlots], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "deadly", frozenset({"s3", "s4"}))
    with Journal(tmp_path / "out") as journal:
        found = {each.name: each for each in graded_on(tmp_path / "shared", journal, [tasks(9)])}
    assert len(found) == 9
    assert {name for name, each in found.items() if each.state is State.ERROR} == {"s3", "s4"}
    assert found["s3"].score is None
    assert slots.graded == Counter({f"s{n}": 3 if n in (3, 4) else 1 for n in range(9)})


def test_a_machine_that_refuses_ends_the_run(
    tmp_path: Path, slots: type[FakeSlots], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: FakeSlots, _tasks: Iterator[Task]) -> Iterator[Result]:
        raise GraderError("confinement is at level 1, the course asks for 2")

    monkeypatch.setattr(slots, "run", refuse)
    with Journal(tmp_path / "out") as journal, pytest.raises(GraderError, match="the course asks for 2"):
        graded_on(tmp_path / "shared", journal, [tasks(3)])
    assert (tmp_path / "shared").is_dir()


def test_a_new_run_keeps_what_is_there_and_ends_the_old_ones_tasks(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (shared / "shards").mkdir(parents=True)
    with Journal(shared / "shards" / "t-1.sqlite", is_shared=True) as left:
        left.note([("s1", "c")], "b")
        left.write(Result("s0", "c", "b", State.GRADED, 1.0, 1.0))
    assert earlier_attempts(shared, "t") == ({"s0"}, Counter({"s1": 1}))
    assert earlier_attempts(shared, "other") == (set(), Counter())
    with Journal(tmp_path / "out") as journal:
        with shared_folder(shared, "{}", journal) as first:
            assert [each.name for each in journal.all_results()] == ["s0"]
            assert is_current(shared, first)
            with shared_folder(shared, "{}", journal) as second:
                assert not is_current(shared, first)
                assert is_current(shared, second)
                assert (shared / "key.json").stat().st_mode & 0o777 == 0o600
        assert not is_current(shared, second)


def test_shards_have_a_size_between_20_and_200() -> None:
    for count, n_workers in ((1, 1), (19, 50), (1000, 1), (9_000, 3), (5000, 400)):
        shards = shards_of(tasks(count), n_workers)
        assert sum(map(len, shards)) == count
        assert max(map(len, shards)) <= 200
        assert count < 20 or min(map(len, shards)) >= 18


@pytest.mark.slow
def test_a_real_cluster_survives_the_end_of_its_workers(tmp_path: Path) -> None:
    root = tmp_path / "mini"
    shutil.copytree(MINI, root, ignore=shutil.ignore_patterns("__pycache__", ".autograder"))
    tool = Path(__file__).parents[2] / "tools" / "quality" / "course_kills.py"
    options = ["--kills", "2", "--count", "6", "--workers", "2", "--root", root]
    done = subprocess.run(
        [sys.executable, str(tool), *map(str, options)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "6 submissions, 0 differ" in done.stdout
