"""The floor: the same hidden tests on many submissions in one process, with everything imported and no walls.

    python benchmarks/course_floor.py ROOT KEY FOLDER...

Prints a JSON line: CPU and wall-clock seconds of the loop, and the points. Run by `course.py`. SIGINT ends
the loop, and what was done until then is printed.
"""

import json
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from in_process import InProcess

from autograder.catalog import Project, Question
from autograder.grading.collect import collect
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import grade_questions
from autograder.grading.key import Key

CALL_SECONDS = 5.0
TELL_SECONDS = 15.0


class _OutOfTimeError(Exception):
    pass


class Looped(InProcess):
    """Calls the functions of one submission after another, and runs the modules anew for every submission."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._modules: dict[str, ModuleType | Exception] = {}
        signal.signal(signal.SIGALRM, self._stop)

    def take(self, folder: Path) -> None:
        """Go on to another submission."""
        self._modules.clear()
        for path in folder.glob("*.py"):
            module = ModuleType(path.stem)
            sys.modules[path.stem] = module
            try:
                exec(compile(path.read_bytes(), path.name, "exec"), vars(module))
                self._modules[path.stem] = module
            except Exception as error:  # noqa: BLE001 - the submission's own
                self._modules[path.stem] = error

    def run(self, question: Question, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run the submission's function."""
        signal.setitimer(signal.ITIMER_REAL, CALL_SECONDS)
        try:
            return getattr(self._modules[question.module], question.function)(*args, **kwargs)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise _OutOfTimeError


def main() -> None:
    """Loop over the folders."""
    root, key_file, *folders = map(Path, sys.argv[1:])
    project = Project(root)
    sys.path.insert(0, str(project.assignment_folder))
    key = Key.from_json(key_file.read_text(encoding="utf-8"))
    told = time.perf_counter()
    tests, looped = collect(project.hidden_tests_folder, project.assignment), Looped(project)
    before, began, points = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter(), []
    with suppress(KeyboardInterrupt):
        for folder in folders:
            looped.take(folder)
            student = Student(looped)
            verdicts = run_hidden_tests(tests, student, Replayer(key), key.seed)
            grades = grade_questions(
                project.assignment, verdicts.values(), student.signatures, key.fingerprints
            )
            points.append(sum(grade.score for grade in grades))
            if time.perf_counter() - told > TELL_SECONDS:
                told = time.perf_counter()
                print(f"  {len(points)} of {len(folders)}", file=sys.stderr, flush=True)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"cpu": cpu, "wall": time.perf_counter() - began, "points": points}))


if __name__ == "__main__":
    main()
