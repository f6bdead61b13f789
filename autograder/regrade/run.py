"""Grade a course into its journal: keep its results, and grade the rest as slots become free."""

import fcntl
import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import autograder
from autograder.answer_key.build import packed_key
from autograder.answer_key.runs import Track, untracked
from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.grading.key import Key
from autograder.messages import instructors
from autograder.platforms.run import require_proc
from autograder.regrade.export import Entry, find_entries, metadata_of
from autograder.regrade.hashes import build_hash, content_hash
from autograder.regrade.journal import Journal
from autograder.regrade.metadata import read_people
from autograder.regrade.result import Result, State
from autograder.regrade.slots import STRICT, TRUSTED, Slots, Task, Work


@dataclass
class Progress:
    """How far a run has come."""

    n_submissions: int
    n_reused: int = 0
    n_graded: int = 0
    n_unreadable: int = 0
    n_errors: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def n_done(self) -> int:
        """How many have a result, errors included."""
        return self.n_reused + self.n_graded + self.n_unreadable + self.n_errors

    @property
    def per_second(self) -> float:
        """Submissions a second in this run, those that were reused aside."""
        return (self.n_done - self.n_reused) / max(time.monotonic() - self.began, 1e-9)

    def count(self, state: State) -> None:
        """Count a result."""
        match state:
            case State.GRADED:
                self.n_graded += 1
            case State.UNREADABLE:
                self.n_unreadable += 1
            case State.ERROR:
                self.n_errors += 1


Show = Callable[[Progress], None]


@dataclass(frozen=True)
class Course:
    """A run's submissions and the build that they are graded with."""

    project: Project
    key: Key
    build: str
    entries: Sequence[Entry]

    @classmethod
    def of(cls, places: Sequence[Path], project: Project, seed: int, track: Track = untracked) -> "Course":
        """Find the submissions and make the key with all fingerprints.

        Raises:
            AutograderError: there are no submissions, or the key cannot be made.
        """
        entries = find_entries(places, project.assignment)
        key = packed_key(project, seed, track)
        return cls(project, key, build_hash(project, key), entries)

    def facts(self) -> dict[str, Any]:
        """Return what a report says of the build."""
        return {
            "autograder": autograder.__version__,
            "assignment": self.project.assignment.version,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "torch")},
            "seed_hash": hashlib.sha256(str(self.key.seed).encode()).hexdigest()[:12],
        }


def shard_of(entries: Sequence[Entry], number: int, count: int) -> list[Entry]:
    """Return the shard `number` of `count`, from 1: every `count`-th submission, so that all take alike.

    Raises:
        AutograderError: there is no such shard.
    """
    if not 1 <= number <= count:
        raise AutograderError(instructors.no_shard(number, count))
    return list(entries[number - 1 :: count])


@dataclass(frozen=True)
class Cluster:
    """The machines of a cluster."""

    address: str
    """Of the scheduler."""
    shared: Path
    """A folder that all machines see at the same path, as they do the checkout and the submissions."""


def run_course(
    course: Course,
    places: Sequence[Path],
    out: Path,
    *,
    n_slots: int,
    trusted: bool = False,
    show: Show = lambda _progress: None,
    cluster: Cluster | None = None,
) -> Progress:
    """Grade what has no result for the same content and build yet, and write each result as it comes.

    Args:
        course: the submissions and the build.
        places: where the submissions came from, for the export's list of people.
        out: the journal.
        n_slots: how many submissions are graded at a time on this machine.
        trusted: grade even if the system cannot confine student code at all.
        show: told after each result.
        cluster: grade there, and not on this machine.

    Raises:
        AutograderError: the journal is in use or cannot be used, slots do not start, or the cluster refuses.
    """
    if not trusted:
        require_proc()
    with locked(out), run_folder(out) as folder, Journal(out) as journal:
        tasks = [Task(entry, content_hash(entry)) for entry in course.entries]
        journal.begin(course.build, course.facts())
        journal.note([(task.entry.name, task.content) for task in tasks], course.build)
        for place in places:
            if content := metadata_of(place):
                journal.note_people(read_people(content))

        def pending() -> list[Task]:
            final = journal.final(course.build)
            return [task for task in tasks if (task.entry.name, task.content) not in final]

        progress = Progress(len(tasks))
        run = _Run(course, journal, progress, show, folder, trusted)
        if cluster:
            run.on_cluster(cluster, pending)
        else:
            run.here(pending(), n_slots)
    return progress


@dataclass
class _Run:
    course: Course
    journal: Journal
    progress: Progress
    show: Show
    folder: Path
    trusted: bool

    def here(self, pending: Sequence[Task], n_slots: int) -> None:
        """Grade in slots on this machine."""
        self._begin(pending)
        if not pending:
            return
        key_file = self.folder / "key.json"
        key_file.touch(mode=0o600)
        key_file.write_text(self.course.key.to_json(), encoding="utf-8")
        project = self.course.project
        wall = project.assignment.limits.run_wall_seconds
        work = Work(
            project.root, key_file, self.course.build, wall, self.folder, TRUSTED if self.trusted else ""
        )
        busy = set()
        with Slots(work, min(n_slots, len(pending))) as slots:
            for result in slots.run(pending):
                self.journal.write(result)
                if result.was_busy:
                    busy.add(result.name)
                else:
                    self._count(result)
        if busy:
            # Cut off because the machine was busy: once more, one at a time, when nothing else of ours runs.
            with Slots(work, 1) as slots:
                for result in slots.run(task for task in pending if task.entry.name in busy):
                    self.journal.write(result)
                    self._count(result)
        self.journal.begin(self.course.build, {**self.course.facts(), "confinement": slots.confined})

    def on_cluster(self, cluster: Cluster, pending: Callable[[], list[Task]]) -> None:
        """Grade on other machines."""
        from autograder.regrade.cluster import dask_executor, run_shards, shards_of, shared_folder

        work = {
            "shared": os.fspath(cluster.shared),
            "root": os.fspath(self.course.project.root),
            "build": self.course.build,
            "mode": TRUSTED if self.trusted else STRICT,
        }
        with (
            shared_folder(cluster.shared, self.course.key.to_json(), self.journal) as work["run"],
            dask_executor(cluster.address, cluster.shared) as (executor, n_workers),
        ):
            tasks = pending()  # less what an earlier run had left in the folder
            self._begin(tasks)
            for result in run_shards(executor, shards_of(tasks, n_workers), work):
                self.journal.write(result)
                self._count(result)

    def _begin(self, pending: Sequence[Task]) -> None:
        self.progress.n_reused = self.progress.n_submissions - len(pending)
        self.show(self.progress)

    def _count(self, result: Result) -> None:
        self.progress.count(result.state)
        self.show(self.progress)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep other runs from the same journal.

    Raises:
        AutograderError: another run writes to it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.with_name(f".{out.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AutograderError(instructors.journal_in_use(out)) from error
        yield


@contextmanager
def run_folder(out: Path) -> Iterator[Path]:
    """Make the folder for all temporary files of a run. Leftovers of an earlier, killed run are removed."""
    name = hashlib.sha256(os.fspath(out.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"autograder-course-{os.geteuid()}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o711)
    except FileExistsError as error:  # it is somebody else's
        raise AutograderError(instructors.folder_in_the_way(folder)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
