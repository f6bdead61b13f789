"""What grading a whole course costs, beside one submission after another, Otter, and no isolation at all.

    python benchmarks/course.py [--count 900] [--single 30] [--otter 20] [--hostile 0] [--slots 2]

All in one run. The submissions are made from the reference, the wheats, the chaffs and the stubs, no two
alike. The key is made before, because a course's is made once. CPU is that of all processes.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

from made_course import MadeCourse, as_export, hostile
from measure import Figures, memory_mib, process_tree, run
from notebook_builder import as_bytes, notebook, student_notebook

from autograder.answer_key.build import packed_key
from autograder.catalog import Project

SEED = 1
HERE = Path(__file__).parent
MEMORY_SECONDS = 1.0


def main() -> None:
    """Make the course, and grade it in each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("count", 900), ("single", 30), ("otter", 20), ("hostile", 0), ("slots", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    project = Project.find()
    key = packed_key(project, SEED)
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        base.chmod(0o711)
        made = MadeCourse(project).make(base / "course", asked.count)
        hostile(base / "course", HERE.parent / "tests" / "attacks", asked.hostile)
        as_export(base / "course")
        (base / "key.json").write_text(key.to_json(), encoding="utf-8")
        print(f"{len(made)} honest submissions, {asked.hostile} hostile; {asked.slots} slots", end="")
        print(f" on {os.cpu_count()} cores")
        course(base, len(made) + asked.hostile, asked.slots)
        points = scores(base / "course.sqlite")
        floor(base, made, points)
        single(made[: asked.single])
        otter(base, project, made[: asked.otter])


def autograder(*args: object) -> list[str]:
    """Return a command of the package."""
    return [sys.executable, "-c", "from autograder.cli import main; main()", *map(str, args)]


def course(base: Path, count: int, slots: int) -> None:
    """`autograder regrade` on all of them."""
    command = autograder(
        "regrade", base / "course", "--out", base / "course.sqlite", "--slots", slots, "--seed", SEED
    )
    peak, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(MEMORY_SECONDS):
            peak[0] = max(peak[0], sum(memory_mib(each) for each in process_tree(os.getpid())[1:]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    figures = run(command)
    ended.set()
    watcher.join()
    report("autograder regrade", figures, count)
    print(f"{'':34}peak memory of the tree {peak[0]:.0f} MiB (PSS)")


def floor(base: Path, made: list[Path], points: dict[str, float]) -> None:
    """The same tests in one process without isolation; its points must be the same."""
    command = [sys.executable, str(HERE / "course_floor.py"), str(base / "key.json"), *map(str, made)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    report("one process, no isolation", Figures(said["cpu"], said["wall"]), len(made))
    other = [path.name for path, each in zip(made, said["points"], strict=True) if points[path.name] != each]
    print(f"{'':34}other points than in workers: {len(other)} of {len(made)} {other[:5]}")


def single(made: list[Path]) -> None:
    """`autograder grade` on one after another."""
    total = [run(autograder("grade", place, "--seed", SEED)) for place in made]
    if total:
        report("autograder grade, one by one", added(total), len(made))


def otter(base: Path, project: Project, made: list[Path]) -> None:
    """`otter run` on the same work as notebooks, with the public tests."""
    if not made:
        return
    subprocess.run(autograder("notebook", "--out", base / "edition"), check=True, stdout=subprocess.DEVNULL)
    (zipped,) = (base / "edition").glob("*otter*.zip")
    total = []
    for place in made:
        sources = {each.name: (place / each.path).read_text("utf-8") for each in project.assignment.modules}
        file = base / f"{place.name}.ipynb"
        file.write_bytes(as_bytes(notebook(student_notebook(project.assignment, sources))))
        total.append(
            run([sys.executable, "-m", "otter", "run", "-a", str(zipped), "-o", str(base), str(file)])
        )
    report("otter run, public tests", added(total), len(made))


def scores(journal: Path) -> dict[str, float]:
    """Return the points by submission."""
    with sqlite3.connect(journal) as database:
        return dict(database.execute("SELECT name, score FROM current"))


def added(total: list[Figures]) -> Figures:
    """Return the sum of some runs."""
    return Figures(sum(each.cpu_seconds for each in total), sum(each.wall_seconds for each in total))


def report(name: str, figures: Figures, count: int) -> None:
    """Print one line."""
    cpu, wall = figures.cpu_seconds / count, figures.wall_seconds / count
    rate = f"{cpu:8.3f} CPU s each{1 / wall:8.2f} a second{figures.wall_seconds:8.1f} s"
    print(f"{name:34}{count:5} submissions{rate}", flush=True)


if __name__ == "__main__":
    main()
