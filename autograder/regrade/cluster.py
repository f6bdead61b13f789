"""Grade a course on the machines of a dask.distributed cluster, shard by shard.

A task grades one shard in a process of its worker's machine. It writes each result at once to a journal
of its own, in a folder that all machines see. If a machine dies, its results are kept, and the rest of its
shard is done elsewhere. The command merges those files into the journal of the course.
"""

import os
import secrets
import shutil
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from autograder.catalog import Project
from autograder.errors import AutograderError, GraderError
from autograder.files import write_atomically
from autograder.messages import instructors
from autograder.regrade.export import Entry
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State
from autograder.regrade.slots import Slots, Task, Work

MIN_SHARD, MAX_SHARD = 20, 200
SHARDS_PER_WORKER = 4
"""So that all workers end at about the same time."""
MAX_WORKER_DEATHS = 3
KEY, SHARDS, RUN = "key.json", "shards", "run"
Plain = dict[str, str]
"""A task as data: it crosses the network."""


def shards_of(tasks: Sequence[Task], n_workers: int) -> list[list[Task]]:
    """Return the tasks in shards: every n-th, so that all shards take about as long.

    >>> [len(each) for each in shards_of([None] * 1000, 2)]
    [125, 125, 125, 125, 125, 125, 125, 125]
    """
    size = min(MAX_SHARD, max(MIN_SHARD, -(-len(tasks) // (SHARDS_PER_WORKER * max(1, n_workers)))))
    count = max(1, -(-len(tasks) // size))
    return [list(tasks[number::count]) for number in range(count)] if tasks else []


def grade_shard(token: str, tasks: list[Plain], work: Plain) -> None:
    """Grade a shard on the machine that this runs on, and leave out what an earlier attempt has graded.

    It is a function of an importable module: one of the main program's would be sent as code.

    Args:
        token: the shard's name.
        tasks: its submissions.
        work: the folder that all machines see, the checkout and the build.

    Raises:
        GraderError: workers cannot be confined here as the course asks, or the key is not there.
    """
    shared, build = Path(work["shared"]), work["build"]
    project = Project(Path(work["root"]))
    done, deaths = earlier_attempts(shared, token)
    own = f"{token}-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}.sqlite"
    # On this machine: a network's file system may not let another user pass.
    folder = Path(tempfile.mkdtemp(prefix="autograder-course-"))
    folder.chmod(0o711)

    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        key = folder / KEY
        key.touch(mode=0o600)
        shutil.copyfile(shared / KEY, key)
        wall = project.assignment.limits.run_wall_seconds
        slots = stack.enter_context(Slots(Work(project.root, key, build, wall, folder, work["mode"]), 1))
        journal = stack.enter_context(Journal(shared / SHARDS / own, is_shared=True))

        def noted() -> Iterator[Task]:
            for task in map(_task, tasks):
                if not is_current(shared, work["run"]):
                    return  # the command was killed and has begun anew; a running task cannot be stopped
                if task.entry.name in done:
                    continue
                if deaths[task.entry.name] >= MAX_WORKER_DEATHS:
                    journal.write(_set_aside(task, build))
                    continue
                # If this machine dies, the next attempt knows by which submission.
                journal.note([(task.entry.name, task.content)], build)
                yield task

        for result in slots.run(noted()):
            journal.write(result)


def is_current(shared: Path, run: str) -> bool:
    """Return whether a run is the one that was begun last."""
    try:
        return (shared / RUN).read_text(encoding="utf-8") == run
    except FileNotFoundError:
        return False


def earlier_attempts(shared: Path, token: str) -> tuple[set[str], Counter[str]]:
    """Return what attempts at a shard have graded, and in how many of them each submission was the last."""
    done: set[str] = set()
    deaths: Counter[str] = Counter()
    for path in sorted((shared / SHARDS).glob(f"{token}-*.sqlite")):
        with Journal(path, is_shared=True) as journal:
            done.update(result.name for result in journal.all_results())
            deaths.update(journal.ungraded())
    return done, deaths


def _set_aside(task: Task, build: str) -> Result:
    problem = instructors.workers_ended(MAX_WORKER_DEATHS)
    return Result(task.entry.name, task.content, build, State.ERROR, problem=problem)


@contextmanager
def dask_executor(address: str, shared: Path) -> Iterator[tuple[Executor, int]]:
    """Connect to a scheduler, and yield it as a `concurrent.futures` executor, with the number of workers.

    Args:
        address: such as ``tls://10.0.0.1:8786``.
        shared: a folder that all machines see at the same path.

    Raises:
        AutograderError: nothing answers there, there are no workers, or one does not see the folder.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise AutograderError(instructors.needs_extra(instructors.CLUSTER_NEEDS, "cluster")) from error
    try:
        client = Client(address, timeout=30, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AutograderError(instructors.no_scheduler(address, str(error))) from error
    with client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            raise AutograderError(instructors.no_workers(address))
        seen: dict[str, bool] = client.run(sees, str(shared))
        if blind := sorted(name for name, is_seen in seen.items() if not is_seen):
            raise AutograderError(instructors.folder_not_shared(shared, blind[0]))
        yield client.get_executor(pure=False, retries=0), len(workers)


def sees(folder: str) -> bool:
    """Return whether this machine sees a folder that all machines should see."""
    return Path(folder, KEY).is_file() and Path(folder, SHARDS).is_dir()


def run_shards(executor: Executor, shards: Sequence[Sequence[Task]], work: Plain) -> Iterator[Result]:
    """Grade all shards, and yield each shard's results when it has ended, or when its machine has.

    Args:
        executor: runs `grade_shard` on the cluster's machines.
        shards: the tasks.
        work: what `grade_shard` needs.

    Raises:
        GraderError: a machine refuses, because it cannot confine workers as the course asks; or a shard ends
            again and again without a result.
    """
    shared = Path(work["shared"])
    waiting: dict[Future[None], tuple[str, Sequence[Task]]] = {}
    seen: set[str] = set()
    fruitless: Counter[str] = Counter()

    def submit(token: str, tasks: Sequence[Task]) -> None:
        waiting[executor.submit(grade_shard, token, [_plain(task) for task in tasks], work)] = token, tasks

    for shard in shards:
        submit(secrets.token_hex(6), shard)
    while waiting:
        future = next(as_completed(waiting))
        (token, tasks), error = waiting.pop(future), future.exception()
        if error is not None and not is_death(error):
            raise GraderError(str(error)) from error
        n_before = len(seen)
        for path in sorted((shared / SHARDS).glob(f"{token}-*.sqlite")):
            with Journal(path, is_shared=True) as journal:
                new = [result for result in journal.all_results() if result.name not in seen]
            seen.update(result.name for result in new)
            yield from new
        left = [task for task in tasks if task.entry.name not in seen]
        if left:
            fruitless[token] = 0 if len(seen) > n_before else fruitless[token] + 1
            if fruitless[token] > MAX_WORKER_DEATHS:
                raise GraderError(instructors.shard_fails(str(error)))
            submit(token, left)


def is_death(error: BaseException) -> bool:
    """Return whether a task failed because its workers died."""
    return type(error).__name__ in {
        "KilledWorker",
        "BrokenProcessPool",
        "CancelledError",
        "FutureCancelledError",
    }


def _plain(task: Task) -> Plain:
    entry = task.entry
    return {"name": entry.name, "place": str(entry.place), "inside": entry.inside, "content": task.content}


def _task(plain: dict[str, Any]) -> Task:
    return Task(Entry(plain["name"], Path(plain["place"]), plain["inside"]), plain["content"])


@contextmanager
def shared_folder(shared: Path, key_json: str, journal: Journal) -> Iterator[str]:
    """Prepare the folder that all machines see, and yield the name of this run.

    Results that an earlier, killed run left there are merged into the journal.
    """

    def merge() -> None:
        for path in sorted((shared / SHARDS).glob("*.sqlite")):
            with Journal(path, is_shared=True) as left:
                journal.write_all(left.all_results())

    run = secrets.token_hex(8)
    (shared / SHARDS).mkdir(parents=True, exist_ok=True)
    write_atomically(shared / RUN, run.encode())
    merge()
    key = shared / KEY
    key.touch(mode=0o600)
    key.write_text(key_json, encoding="utf-8")
    yield run
    merge()
    shutil.rmtree(shared, ignore_errors=True)  # not after an error: it holds results
