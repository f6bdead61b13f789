"""Grades one attack as a course would, and says everything that went otherwise than for an honest equal."""

import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from autograder.audit.attacks import traces
from autograder.audit.attacks.assemble import assemble, lay_base
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.judge import (
    complaints_about_file,
    complaints_about_points,
    complaints_about_secrets,
)
from autograder.audit.attacks.private import WRITABLE_BY_ALL
from autograder.audit.attacks.read import Attack
from autograder.audit.attacks.world import World, earlier_results
from autograder.catalog import Module, Project
from autograder.grading.engine import GraderError, run_hidden_tests
from autograder.grading.grade import Grade
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.grading.recording import Replayer, Student
from autograder.grading.session import Session
from autograder.reports.gradescope_results import (
    refused_results,
    results,
    unfinished_results,
    write_results,
)
from autograder.sandbox.level import Level
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission, SubmissionError
from autograder.submissions.stage import staged

MIB = 2**20
PACKAGE = Path(__file__).parents[2]
MOST_MEMORY = 1024
"""MiB that the grader itself may come to use: a frame of 256 MiB, its values, and itself."""
USERS_LEVELS = (Level.FULL, Level.CONTAINER, Level.OLD_CONTAINER)


@dataclass
class Finding:
    """What came of one attack. It is stopped when there is no complaint."""

    name: str
    tries: str = ""
    base: str = ""
    stopped_by: list[str] = field(default_factory=list)
    score: float | None = None
    expected: float = 0.0
    level: str = ""
    ends: dict[str, int] = field(default_factory=dict)
    """How checks failed, and how often."""
    seconds: float = 0.0
    peak_mib: float = 0.0
    complaints: list[str] = field(default_factory=list)


class Examiner:
    """Grades attacks one after the other, with one zygote where the level protects it.

    Args:
        project: the assignment as it is, which the attacks' bases are taken from.
        world: the copy with canaries, which is graded with.
        key: the copy's.
        private: folders that nobody else can see.
        without: layers of confinement to leave out.
    """

    def __init__(
        self,
        project: Project,
        world: World,
        key: Key,
        canaries: Canaries,
        private: tuple[Path, ...] = (),
        without: tuple[str, ...] = (),
    ) -> None:
        self._project, self._world, self._key, self._canaries = project, world, key, canaries
        self._without, self._private = without, private
        self._shared = () if private else tuple(each for each in WRITABLE_BY_ALL if each.is_dir())
        self._modules = cycle(project.assignment.modules)
        self._zygote: Zygote | None = None
        self._level = ""
        self._is_workers: Callable[[int], bool] = lambda _uid: False

    def examine(self, attack: Attack) -> Finding:
        """Grades an attack, then an honest submission, and looks at all that has changed."""
        expected = attack.expected(self._project.assignment)
        finding = Finding(
            attack.name, attack.tries, attack.base, list(attack.stopped_by), expected=sum(expected.values())
        )
        self.ready()
        remove(self._world.submission)
        place = assemble(attack, self._project, self._world.submission)
        before = self._look()
        reset_peak()
        began = time.monotonic()
        grade = self._grade(place, finding)
        finding.seconds = time.monotonic() - began
        finding.peak_mib = peak_mib()
        if grade:
            self._judge(grade, expected, finding)
        elif finding.expected:
            finding.complaints.append(f"it was refused, an honest equal gets {finding.expected:g}")
        after: list[traces.Snapshot] = []

        def look_again() -> traces.Snapshot:
            after[:] = [self._look()]
            return after[0]

        finding.complaints += traces.left_behind(before, look_again)
        traces.end_processes(after[0].processes - before.processes)
        limit = self._project.assignment.limits.run_wall_seconds
        if finding.seconds > limit + 10:
            finding.complaints.append(f"grading took {finding.seconds:.0f} s, the run has {limit:g} s")
        if finding.peak_mib > MOST_MEMORY:
            finding.complaints.append(f"the grader itself came to use {finding.peak_mib:.0f} MiB")
        # A module at a time, in turn: all of them would double the time that a suite takes.
        module = next(self._modules)
        finding.complaints += self._honest_complaints(f"the next submission's {module.name}", module)
        return finding

    def finish(self) -> list[str]:
        """What all attacks together have done to an honest submission that is graded after them."""
        return self._honest_complaints("the reference, after all attacks,")

    def close(self) -> None:
        """Ends the zygote."""
        if self._zygote:
            self._zygote.close()
        self._zygote = None

    def __enter__(self) -> "Examiner":
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()

    def ready(self) -> None:
        """Sees to it that there is a zygote, which has proven itself on the reference.

        Raises:
            GraderError: grading does not work here, attack or not.
        """
        if self._zygote and self._level != Level.NONE:
            return
        self.close()
        self._zygote = Zygote(self._world.project.assignment_folder, self._without)
        complaints = self._honest_complaints("the reference, before any attack,")
        if complaints:
            raise GraderError("; ".join(complaints))

    def _grade(self, place: Path, finding: Finding) -> Grade | None:
        """The grade, or None if there is none; through a results file that is there all the time."""
        assert self._zygote is not None
        write_results(self._world.results, unfinished_results(str(earlier_results(self._canaries))))
        unfinished = self._world.results.read_bytes()
        try:
            grade = grade_submission(place, self._world.project, self._key, self._zygote)
            content = results(grade, self._project.assignment)
        except SubmissionError as error:
            grade, content = None, refused_results(str(error))
            finding.ends = {"refused": 1}
        except Exception as error:  # noqa: BLE001 - whatever it is, the attack has stopped the grader
            finding.complaints.append(f"the grader failed: {type(error).__name__}: {str(error)[:300]}")
            self.close()
            return None
        if self._world.results.read_bytes() != unfinished:
            finding.complaints.append("the results file was changed while grading went on")
        write_results(self._world.results, content)
        finding.complaints += complaints_about_file(self._world.results)
        return grade

    def _judge(self, grade: Grade, expected: dict[str, float], finding: Finding) -> None:
        finding.score = grade.score
        finding.level = str(grade.staff["sandbox"]["level"])
        checks = [check for graded in grade.questions for part in graded.parts for check in part.checks]
        kinds = Counter(check.kind for check in checks if not check.passed)
        finding.ends = dict(kinds.most_common())
        finding.complaints += complaints_about_points(grade, expected)
        finding.complaints += complaints_about_secrets(grade, self._project.assignment, self._canaries)

    def _honest_complaints(self, which: str, module: Module | None = None) -> list[str]:
        """Grades the reference, or one module of it: it gets full marks, whatever was graded before it."""
        if not self._zygote:
            return []
        remove(self._world.submission)
        lay_base("reference", self._project, self._world.submission)
        try:
            wrong = self._lost_parts(module) if module else self._lost_points()
        except Exception as error:  # noqa: BLE001 - an attack may have harmed anything
            self.close()
            return [f"{which} could not be graded: {type(error).__name__}: {str(error)[:300]}"]
        return [f"{which} suffers: {each}" for each in wrong]

    def _lost_points(self) -> list[str]:
        assert self._zygote is not None
        world = self._world
        grade = grade_submission(world.submission, world.project, self._key, self._zygote)
        self._level = str(grade.staff["sandbox"]["level"])
        self._is_workers = traces.worker_uids(self._level in USERS_LEVELS)
        full = {question.number: question.points for question in self._project.assignment.questions}
        return complaints_about_points(grade, full)

    def _lost_parts(self, module: Module) -> list[str]:
        assert self._zygote is not None
        project, numbers = self._world.project, {question.number for question in module.questions}
        provided = project.assignment_folder / "provided"
        with (
            staged(Submission(self._world.submission), provided) as stage,
            Session(self._zygote, stage, project.assignment.limits) as session,
        ):
            student, reference = Student(session), Replayer(self._key)
            run = run_hidden_tests(
                project.hidden_tests_folder, project.assignment, student, reference, self._key.seed, numbers
            )
        return [f"{each.test}: {each.kind}" for each in run.verdicts.values() if not each.passed]

    def _look(self) -> traces.Snapshot:
        fixed = (*self._world.fixed, self._world.submission, PACKAGE)
        return traces.look(traces.Places(self._private, self._shared, fixed), self._is_workers)


def remove(folder: Path) -> None:
    """Removes a folder, however deep: Python's own way would run out of stack."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def reset_peak() -> None:
    """Begins to count this process's peak memory anew, where the kernel can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mib() -> float:
    """The peak memory of this process since then."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) * 1024 / MIB for line in status.splitlines() if line.startswith("VmHWM"))
