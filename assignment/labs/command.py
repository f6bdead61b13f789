"""The command line of the labs, and their way into a notebook."""

import argparse
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from labs import NAMES
from labs.figure import png_of
from labs.progress import Progress
from labs.report import Report, write_file
from labs.student import ASSIGNMENT, Student, StudentError

RESULTS = "lab_results"
CLAIMS_HOLD, CLAIM_FAILED, FUNCTIONS_MISSING, STOPPED = 0, 1, 2, 130


@dataclass(frozen=True)
class Run:
    """What a lab gets to work with."""

    student: Student
    quick: bool
    seed: int
    progress: Callable[[int], Progress]
    """Makes a progress bar for a number of steps."""


@dataclass(frozen=True)
class Lab:
    """One lab."""

    name: str
    title: str
    needs: tuple[str, ...]
    """The student's functions without which it cannot run."""
    run: Callable[[Run], Report]


def lab_named(name: str) -> Lab:
    """Return a lab by its name.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in NAMES:
        raise ValueError(f"there is no lab {name!r}, only {', '.join(NAMES)}")
    lab = importlib.import_module(f"labs.{name}").LAB
    assert isinstance(lab, Lab)
    return lab


def main(lab: Lab, arguments: Sequence[str] | None = None) -> int:
    """Run a lab from the command line, and return the exit status.

    Exit status: 0 all claims hold, 1 a claim does not hold, 2 a function is missing or raised, 130 stopped.
    """
    parser = argparse.ArgumentParser(prog=f"python -m labs.{lab.name}", description=lab.title)
    parser.add_argument("--quick", action="store_true", help="a shorter run, with weaker claims")
    parser.add_argument("--seed", type=int, default=0, help="the seed of everything random (default: 0)")
    options = parser.parse_args(arguments)
    make_printable()
    if str(ASSIGNMENT) not in sys.path:
        sys.path.insert(0, str(ASSIGNMENT))
    report, status = run_lab(lab, Student(), quick=options.quick, seed=options.seed)
    if report is not None:
        _show(lab, report, options.quick, options.seed)
    return status


def run_in_notebook(name: str, names: Mapping[str, object], *, quick: bool, seed: int) -> None:
    """Run a lab with a notebook's functions, and show its figure below the cell."""
    lab = lab_named(name)
    report, _ = run_lab(lab, Student(names), quick=quick, seed=seed)
    if report is None:
        return
    png = _show(lab, report, quick, seed)
    if png is not None:
        display = importlib.import_module("IPython.display")
        display.display(display.Image(data=png))


def run_lab(lab: Lab, student: Student, *, quick: bool, seed: int) -> tuple[Report | None, int]:
    """Run a lab, and return its report and the exit status. Without a report, the reason has been printed."""
    if problems := student.problems(lab.needs):
        print(f"The lab {lab.name} runs on functions of yours that are not ready yet:\n")
        print("\n".join(f"- {problem}" for problem in problems))
        print("\nWrite them first, until their checks pass. Then come back: the lab will be here.")
        return None, FUNCTIONS_MISSING
    bars: list[Progress] = []

    def progress(total: int) -> Progress:
        bars.append(Progress(total))
        return bars[-1]

    print(f"{lab.title}{' (quick)' if quick else ''}\nUses your {', '.join(lab.needs)}.")
    began, cpu = time.monotonic(), _processor_seconds()
    try:
        with one_thread():
            report = lab.run(Run(student, quick, seed, progress))
    except KeyboardInterrupt:
        _close(bars)
        print("Stopped. Nothing was written.")
        return None, STOPPED
    except StudentError as error:
        _close(bars)
        print(f"The lab stopped: your {error}")
        return None, FUNCTIONS_MISSING
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        _close(bars)
        print(f"The lab stopped: it cannot go on with what your {student.last_called} returned.")
        print(f"{type(error).__name__}: {error}\nRun the checks of that function first.")
        return None, FUNCTIONS_MISSING
    _close(bars)
    seconds, cpu = time.monotonic() - began, _processor_seconds() - cpu
    report.notes.append(f"this run took {seconds:.0f} s, {cpu:.0f} s of them on the processor")
    return report, CLAIMS_HOLD if all(claim.holds for claim in report.claims) else CLAIM_FAILED


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use one thread: for small models that is fastest, and the same numbers on every machine.

    Several threads wait for each other by spinning, which takes ten times as long on a busy machine.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def make_printable() -> None:
    """Let a console that lacks a character show a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _show(lab: Lab, report: Report, quick: bool, seed: int) -> bytes | None:
    """Print a report, write it and its figure to `lab_results`, and return the figure's PNG, if any."""
    png = png_of(report.draw) if report.draw is not None else None
    if png is None:
        report.notes.append(
            "matplotlib is not installed, so the figure is printed as text "
            "(pip install -r labs/requirements.txt)"
        )
    command = f"labs.{lab.name}{' --quick' if quick else ''}{f' --seed {seed}' if seed else ''}"
    text = report.text(lab.title, command, with_figure=png is None)
    print(f"\n{text}", end="")
    stem = f"{lab.name}{'-quick' if quick else ''}"
    folder = Path.cwd() / RESULTS
    try:
        write_file(folder / f"{stem}.txt", text.encode())
        written = [f"{RESULTS}/{stem}.txt"]
        if png is not None:
            write_file(folder / f"{stem}.png", png)
            written.append(f"{RESULTS}/{stem}.png")
        print(f"\nWritten: {', '.join(written)}")
    except OSError as error:
        print(f"\nThe results could not be written: {error}")
    return png


def _processor_seconds() -> float:
    """Return the processor time of this process and of those that it has started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _close(bars: Sequence[Progress]) -> None:
    for bar in bars:
        bar.close()
