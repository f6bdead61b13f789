"""What grading a whole course costs, beside one submission after another, Otter, and no isolation at all.

    python benchmarks/course.py [--count 900] [--single 30] [--otter 20] [--hostile 0] [--slots 2]

All in one run. The submissions are made from the reference, the wheats, the chaffs and the stubs, no two
alike. The key is made before, because a course's is made once; it is kept in `.autograder/`. CPU is that of
all processes. Progress goes to stderr. Ctrl-C ends the part that runs, prints what it has so far, and stops.
"""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

from made_course import MadeCourse, as_export, hostile
from measure import Figures, children_cpu_seconds, memory_mib, process_tree, run
from notebook_builder import as_bytes, notebook, student_notebook

from autograder.answer_key.build import packed_key
from autograder.catalog import Project

SEED = 1
HERE = Path(__file__).parent
POLL_SECONDS = 0.1
MEMORY_SECONDS = 1.0
TELL_SECONDS = 15.0
WITH_ERRORS, STOPPED = 3, 130
"""How `autograder regrade` ends after errors of the grader, and after Ctrl-C."""
T = TypeVar("T")


class StoppedError(Exception):
    """Ctrl-C came, and the figures of the part that ran are printed."""


def main() -> None:
    """Make the course, and grade it in each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("count", 900), ("single", 30), ("otter", 20), ("hostile", 0), ("slots", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--root", type=Path, default=None, help="another course, to try this script quickly")
    asked = parser.parse_args()
    try:
        measure(asked)
    except (StoppedError, KeyboardInterrupt):
        raise SystemExit("stopped: the last line above is of what was done until then") from None


def measure(asked: argparse.Namespace) -> None:
    """Measure each way in turn."""
    project = Project.find(asked.root)
    began = time.monotonic()
    key = packed_key(project, SEED, told)
    tell(f"the key took {time.monotonic() - began:.0f} s")
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        base.chmod(0o711)
        made = MadeCourse(project).make(base / "course", asked.count)
        hostile(base / "course", HERE.parent / "tests" / "attacks", asked.hostile)
        as_export(base / "course")
        (base / "key.json").write_text(key.to_json(), encoding="utf-8")
        print(f"{len(made)} honest submissions, {asked.hostile} hostile; {asked.slots} slots", end="")
        print(f" on {os.cpu_count()} cores", flush=True)
        course(base, project, len(made) + asked.hostile, asked.slots)
        floor(base, project, made, scores(base / "course.sqlite"))
        one_by_one("autograder grade, one by one", lambda place: single(place, project), made[: asked.single])
        if asked.otter:
            zipped = edition(base)
            notebooks = [as_notebook(base, project, place) for place in made[: asked.otter]]
            one_by_one("otter run, public tests", lambda file: otter(base, zipped, file), notebooks)


def tell(text: str) -> None:
    """Print a line on the progress."""
    print(f"  {text}", file=sys.stderr, flush=True)


def told(items: Sequence[T], what: str) -> Iterable[T]:
    """Yield the items, and tell how far it is now and then."""
    last = time.monotonic()
    for number, item in enumerate(items):
        if time.monotonic() - last > TELL_SECONDS:
            last = time.monotonic()
            tell(f"{what}: {number} of {len(items)}")
        yield item


def autograder(*args: object) -> list[str]:
    """Return a command of the package."""
    return [sys.executable, "-c", "from autograder.cli import main; main()", *map(str, args)]


def course(base: Path, project: Project, count: int, slots: int) -> None:
    """`autograder regrade` on all of them."""
    journal = base / "course.sqlite"
    options = ("--out", journal, "--slots", slots, "--seed", SEED, "--root", project.root)
    command = autograder("regrade", base / "course", *options)
    before, began, peak = children_cpu_seconds(), time.monotonic(), 0.0
    looked = said = began
    # In a session of its own: Ctrl-C is passed on once, and what is done until then is counted.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        while process.poll() is None:
            time.sleep(POLL_SECONDS)
            if time.monotonic() - looked > MEMORY_SECONDS:
                peak = max(peak, sum(memory_mib(each) for each in process_tree(process.pid)))
                looked = time.monotonic()
            if time.monotonic() - said > TELL_SECONDS:
                said = time.monotonic()
                tell(f"{len(scores(journal))} of {count} after {said - began:.0f} s, {peak:.0f} MiB")
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
    stopped = process.wait() == STOPPED
    if process.returncode not in (0, WITH_ERRORS, STOPPED):
        raise SystemExit((process.stderr.read() if process.stderr else b"").decode()[-2000:])
    used = Figures(children_cpu_seconds() - before, time.monotonic() - began)
    report("autograder regrade", used, len(scores(journal)))
    print(f"{'':34}peak memory of the tree {peak:.0f} MiB (PSS)", flush=True)
    unscored = sorted(name for name, points in scores(journal).items() if points is None)
    print(f"{'':34}without a score: {len(unscored)} {unscored[:5]}", flush=True)
    if stopped:
        raise StoppedError


def floor(base: Path, project: Project, made: list[Path], points: dict[str, float]) -> None:
    """The same tests in one process without isolation; its points must be the same."""
    command = [sys.executable, str(HERE / "course_floor.py"), str(project.root), str(base / "key.json")]
    command += map(str, made)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    stopped = False
    try:
        output, _ = process.communicate()
    except KeyboardInterrupt:
        stopped = True
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{command[:2]} ended with {process.returncode}")
    said = json.loads(output.splitlines()[-1])
    done = list(zip(made, said["points"], strict=False))
    report("one process, no isolation", Figures(said["cpu"], said["wall"]), len(done))
    other = [path.name for path, each in done if points[path.name] != each]
    print(f"{'':34}other points than in workers: {len(other)} of {len(done)} {other[:5]}", flush=True)
    if stopped:
        raise StoppedError


def one_by_one(name: str, measured: Callable[[Path], Figures], places: Sequence[Path]) -> None:
    """Measure a command on one place after another."""
    total: list[Figures] = []
    try:
        for place in told(places, name):
            total.append(measured(place))  # noqa: PERF401 - kept if it is stopped
    except KeyboardInterrupt:
        raise StoppedError from None
    finally:
        if total:
            cpu, wall = sum(each.cpu_seconds for each in total), sum(each.wall_seconds for each in total)
            report(name, Figures(cpu, wall), len(total))


def single(place: Path, project: Project) -> Figures:
    """`autograder grade` on one submission."""
    return run(autograder("grade", place, "--seed", SEED, "--root", project.root))


def edition(base: Path) -> Path:
    """Return Otter's zip for the notebook edition."""
    subprocess.run(autograder("notebook", "--out", base / "edition"), check=True, stdout=subprocess.DEVNULL)
    (zipped,) = (base / "edition").glob("*otter*.zip")
    return zipped


def as_notebook(base: Path, project: Project, place: Path) -> Path:
    """Return a submission as a notebook."""
    sources = {each.name: (place / each.path).read_text("utf-8") for each in project.assignment.modules}
    file = base / f"{place.name}.ipynb"
    file.write_bytes(as_bytes(notebook(student_notebook(project.assignment, sources))))
    return file


def otter(base: Path, zipped: Path, file: Path) -> Figures:
    """`otter run` on one notebook, with the public tests."""
    return run([sys.executable, "-m", "otter", "run", "-a", str(zipped), "-o", str(base), str(file)])


def scores(journal: Path) -> dict[str, float]:
    """Return the points by submission, of those that were graded so far."""
    with suppress(sqlite3.OperationalError), sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as database:
        return dict(database.execute("SELECT name, score FROM current"))
    return {}


def report(name: str, figures: Figures, count: int) -> None:
    """Print one line."""
    if not count:
        print(f"{name:34}{count:5} submissions{figures.wall_seconds:8.1f} s", flush=True)
        return
    cpu, wall = figures.cpu_seconds / count, figures.wall_seconds / count
    rate = f"{cpu:8.3f} CPU s each{1 / wall:8.2f} a second{figures.wall_seconds:8.1f} s"
    print(f"{name:34}{count:5} submissions{rate}", flush=True)


if __name__ == "__main__":
    main()
