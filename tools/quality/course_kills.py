"""Kill `autograder regrade` again and again, and compare the journal with an undisturbed run's.

    python tools/quality/course_kills.py [--kills 100] [--count 40] [--workers 0] [--seed 1] [--root FOLDER]

Each kill is SIGKILL at a random moment: of the command, of a slot, or of a slot's zygote. With --workers 2 it
is of the command, or of one of two workers of a dask cluster on this machine. The command is then run again.
What is compared: state, points and words of each submission. Also checked: no result is lost between two
runs, none is written twice, and neither processes nor temporary files are left. A kill takes about 3 s of an
idle machine. Ctrl-C compares what was graded until then.
"""

import argparse
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from autograder.catalog import Project
from autograder.regrade.journal import Journal

VOLATILE = ("execution_time",)
STAFF = "extra_data"
LEFT_AFTER = 120.0
"""Seconds in which all processes of a killed command must be gone."""
MAX_WAIT_SECONDS = 6.0
"""Before a kill: long enough for a slot to start and to grade several submissions."""
START_SECONDS = 4.0
"""For a scheduler or a worker to start."""
BODIES = (
    "return {n}",
    "raise ValueError({n})",
    "return None",
    "return [{n}] * 3",
    "import time; time.sleep(0.0{n})",
)


def main() -> None:
    """Make a course, grade it undisturbed, then with kills."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("kills", 100), ("count", 40), ("seed", 1), ("slots", 2), ("workers", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--root", type=Path, default=Path("tests/mini_assignment"))
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        base.chmod(0o711)
        make_course(base / "course", Project(asked.root.resolve()), asked.count, rng)
        quiet, killed = base / "quiet.sqlite", base / "killed.sqlite"
        asked.scheduler = ""
        began = time.monotonic()
        print(f"grading {asked.count} submissions undisturbed", flush=True)
        subprocess.run(command(base, quiet, asked), check=True, stdout=subprocess.DEVNULL)
        usual = time.monotonic() - began
        print(f"undisturbed: {asked.count} submissions in {usual:.1f} s", flush=True)
        kills: dict[str, int] = {}
        stopped = False
        try:
            with cluster(base, asked):
                while sum(kills.values()) < asked.kills:
                    disturb(base, killed, asked, rng, min(usual, MAX_WAIT_SECONDS), kills)
                subprocess.run(command(base, killed, asked), check=True, stdout=subprocess.DEVNULL)
        except KeyboardInterrupt:
            stopped = True
        compare(table(quiet), table(killed) if killed.exists() else {}, kills, asked.kills, stopped=stopped)


def make_course(folder: Path, project: Project, count: int, rng: random.Random) -> None:
    """Make submissions that differ in what a function returns, raises or takes of time."""
    for number in range(count):
        place = folder / f"submission_{number}"
        place.mkdir(parents=True)
        for module in project.assignment.modules:
            source = (project.solutions_folder / module.path).read_text(encoding="utf-8")
            body = rng.choice(BODIES).format(n=number % 10)
            function = rng.choice(module.questions).function
            wrong = f"\n\ndef {function}(*args, **kwargs):\n    {body}\n" if rng.random() < 0.7 else ""
            (place / module.path).write_text(f"{source}{wrong}# {number}\n", encoding="utf-8")


def command(base: Path, out: Path, asked: argparse.Namespace) -> list[str]:
    """Return the command that grades the course."""
    program = [sys.executable, "-c", "from autograder.cli import main; main()"]
    options = ["--out", out, "--slots", asked.slots, "--seed", asked.seed, "--root", asked.root]
    if asked.scheduler:
        options += ["--scheduler", asked.scheduler]
    return [*program, "regrade", *map(str, [base / "course", *options])]


@contextmanager
def cluster(base: Path, asked: argparse.Namespace) -> Iterator[None]:
    """Run a scheduler and workers on this machine, if there are to be any. A nanny replaces a dead worker."""
    if not asked.workers:
        yield
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    common = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [["dask_scheduler", "--port", str(port), *common]]
    asked.scheduler = f"tcp://127.0.0.1:{port}"
    worker = ["dask_worker", asked.scheduler, "--nthreads", "1", *common, "--local-directory"]
    commands += [[*worker, str(base / f"worker{number}")] for number in range(asked.workers)]
    with ExitStack() as stack:
        for module, *arguments in commands:
            program = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
            process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            asked.nannies = [*getattr(asked, "nannies", ()), process.pid]
            time.sleep(START_SECONDS)
        yield


def disturb(
    base: Path,
    out: Path,
    asked: argparse.Namespace,
    rng: random.Random,
    longest: float,
    kills: dict[str, int],
) -> None:
    """Start the command, and kill something of it at a random moment, until the command itself is killed."""
    before = results(out)
    with tempfile.TemporaryFile() as log:
        # In a session of its own: Ctrl-C is for this script.
        process = subprocess.Popen(command(base, out, asked), stdout=log, stderr=log, start_new_session=True)
        try:
            kill_until_it_ends(process, out, asked, rng, longest, kills)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    if not before.items() <= results(out).items():
        raise SystemExit("a result was lost, or written again")
    if len(results(out)) >= asked.count and sum(kills.values()) < asked.kills:
        for path in out.parent.glob(f"{out.name}*"):
            path.unlink()  # all are graded: begin anew, so that there is something to kill


def kill_until_it_ends(
    process: subprocess.Popen[bytes],
    out: Path,
    asked: argparse.Namespace,
    rng: random.Random,
    longest: float,
    kills: dict[str, int],
) -> None:
    """Kill processes of a command at random moments; return when the command has ended or is enough."""
    while process.poll() is None:
        time.sleep(rng.uniform(0.02, longest))
        kind, victim = rng.choice(victims(process.pid, getattr(asked, "nannies", ())) or [("", None)])
        if victim is None or sum(kills.values()) >= asked.kills or process.poll() is not None:
            return
        family = [process.pid]
        with suppress(psutil.NoSuchProcess):
            family += [each.pid for each in psutil.Process(process.pid).children(recursive=True)]
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
        kills[kind] = kills.get(kind, 0) + 1
        n_kills, n_results = sum(kills.values()), len(results(out))
        print(
            f"{n_kills} of {asked.kills}: killed a {kind}; {n_results} of {asked.count} results", flush=True
        )
        if kind == "command":
            process.wait()
            require_gone(family)


def victims(pid: int, nannies: Sequence[int] = ()) -> list[tuple[str, int]]:
    """Return the processes that may be killed: none that runs student code, because its end would count."""
    found = [("command", pid)]
    for nanny in nannies[1:]:
        with suppress(psutil.Error):
            found += [
                ("worker", each.pid)
                for each in psutil.Process(nanny).children()
                if "spawn_main" in " ".join(each.cmdline())
            ]
    if nannies:
        return found
    try:
        for slot in psutil.Process(pid).children():
            if "autograder.regrade.slot" in " ".join(slot.cmdline()):
                found.append(("slot", slot.pid))
                found += [
                    ("zygote", each.pid)
                    for each in slot.children()
                    if "zygote.py" in " ".join(each.cmdline())
                ]
    except psutil.Error:
        pass
    return found


def require_gone(family: list[int]) -> None:
    """Check that all processes of a killed command end."""
    deadline = time.monotonic() + LEFT_AFTER
    while left := [pid for pid in family if is_alive(pid)]:
        if time.monotonic() > deadline:
            raise SystemExit(f"processes are left: {left}")
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Return whether a process runs."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def results(out: Path) -> dict[tuple[Any, ...], float]:
    """Return when each final result was written."""
    if not out.exists():
        return {}
    with sqlite3.connect(out, timeout=60) as database:
        try:
            rows = list(
                database.execute("SELECT name, content, build, written FROM results WHERE state != 'error'")
            )
        except sqlite3.OperationalError:  # killed before the tables were there
            return {}
    return {tuple(row[:3]): row[3] for row in rows}


def table(out: Path) -> dict[str, Any]:
    """Return state, points and words of each submission; no times."""
    with Journal(out, must_exist=True) as journal:
        return {
            each.name: (
                each.state,
                each.score,
                each.problem,
                {key: value for key, value in each.report.items() if key not in (*VOLATILE, STAFF)},
                each.report.get(STAFF, {}).get("failures"),
            )
            for each in journal.results(with_reports=True)
        }


def compare(
    quiet: dict[str, Any], killed: dict[str, Any], kills: dict[str, int], count: int, *, stopped: bool
) -> None:
    """Print the outcome; exit with 1 if the tables differ. If it was `stopped`, results may be missing."""
    names = killed.keys() if stopped else quiet.keys() | killed.keys()
    different = [name for name in names if quiet.get(name) != killed.get(name)]
    left = list(Path(tempfile.gettempdir()).glob(f"autograder-course-{os.geteuid()}-*"))
    n_kills = sum(kills.values())
    print(f"{n_kills} kills of {count}: {kills}; {len(quiet)} submissions, {len(different)} differ")
    if stopped:
        print(f"stopped: {len(killed)} of {len(quiet)} were graded at the end, and compared")
    else:
        print(f"folders for temporary files that are left: {len(left)}")
    if different:
        raise SystemExit(f"different: {sorted(different)[:5]}")


if __name__ == "__main__":
    main()
