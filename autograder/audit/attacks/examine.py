"""Grade one attack as a course would, and report every difference from an honest equal."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from autograder.audit.attacks import traces
from autograder.audit.attacks.assemble import assemble
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.grader import Grader, remove
from autograder.audit.attacks.judge import (
    complaints_about_file,
    complaints_about_points,
    complaints_about_secrets,
)
from autograder.audit.attacks.private import WRITABLE_BY_ALL
from autograder.audit.attacks.read import Attack
from autograder.audit.attacks.world import World, earlier_results
from autograder.catalog import Project
from autograder.files import write_atomically
from autograder.grading.grade import Grade
from autograder.platforms.gradescope.results import GradescopeWriter
from autograder.submissions.find import SubmissionError

MIB = 2**20
PACKAGE = Path(__file__).parents[2]
MAX_MEMORY = 1024
"""MiB that the grader itself may use: a frame of 256 MiB, its values, and itself."""
SLACK_SECONDS = 10
"""Beyond a run that was ended by its own limit: for staging and reports."""


@dataclass
class Finding:
    """The result of one attack, which is stopped if there is no complaint."""

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
    """Grades attacks one after the other, with an honest submission after each, and looks for changes.

    Args:
        project: the assignment as it is, which the attacks' bases are taken from.
        world: the copy with canaries, which is graded with.
        private: folders that nobody else can see.
    """

    def __init__(
        self,
        project: Project,
        world: World,
        grader: Grader,
        canaries: Canaries,
        private: tuple[Path, ...] = (),
    ) -> None:
        self._project, self._world, self._grader, self._canaries = project, world, grader, canaries
        shared = () if private else tuple(each for each in WRITABLE_BY_ALL if each.is_dir())
        self._places = traces.Places(private, shared, (*world.fixed, world.submission, PACKAGE))
        self._modules = cycle(project.assignment.modules)

    def examine(self, attack: Attack) -> Finding:
        """Grade an attack and return the finding; every complaint is a sentence."""
        expected = attack.expected(self._project.assignment)
        finding = Finding(attack.name, attack.tries, attack.base, list(attack.stopped_by))
        finding.expected = sum(expected.values())
        self._grader.ready()
        remove(self._world.submission)
        place = assemble(attack, self._project, self._world.submission)
        before = self._look()
        reset_peak()
        began = time.monotonic()
        grade = self._grade(place, finding)
        finding.seconds, finding.peak_mib = time.monotonic() - began, peak_mib()
        if grade:
            self._judge(grade, expected, finding)
        elif finding.expected and not finding.complaints:
            finding.complaints.append(f"it was refused, an honest equal gets {finding.expected:g}")
        left, processes = traces.left_behind(before, self._look)
        finding.complaints += left + self._too_much(finding)
        traces.end_processes(processes)
        # A module at a time, in turn: all of them would double the time that a suite takes.
        module = next(self._modules)
        self._grader.ready()
        finding.complaints += self._grader.complaints_about_reference(
            f"the next submission's {module.name}", module
        )
        if finding.complaints:
            self._grader.close()
        return finding

    def finish(self) -> list[str]:
        """Grade an honest submission after all attacks, and return complaints about its grade."""
        self._grader.ready()
        return self._grader.complaints_about_reference("the reference, after all attacks,")

    def _grade(self, place: Path, finding: Finding) -> Grade | None:
        """Return the grade, or None if there is none; the results file is there all the time."""
        file = self._world.results
        writer = GradescopeWriter(file, self._project.assignment)
        writer.unfinished(earlier_results(self._canaries))
        unfinished, grade = file.read_bytes(), None
        try:
            grade = self._grader.grade(place)
            content = writer.of_grade(grade)
        except SubmissionError as error:
            content = writer.of_refused(str(error))
            finding.ends = {"refused": 1}
        except Exception as error:  # noqa: BLE001 - whatever it is, the attack has stopped the grader
            content = writer.of_unfinished("")
            finding.complaints.append(f"the grader failed: {type(error).__name__}: {str(error)[:300]}")
            self._grader.close()
        if not file.is_file() or file.read_bytes() != unfinished:
            finding.complaints.append("the results file was changed while grading went on")
        write_atomically(file, content)
        finding.complaints += complaints_about_file(file)
        return grade

    def _judge(self, grade: Grade, expected: dict[str, float], finding: Finding) -> None:
        finding.score, finding.level = grade.score, self._grader.level
        checks = [check for graded in grade.questions for part in graded.parts for check in part.checks]
        kinds = Counter(check.words for check in checks if not check.passed)
        finding.ends = dict(kinds.most_common())
        finding.complaints += complaints_about_points(grade, expected)
        finding.complaints += complaints_about_secrets(grade, self._project.assignment, self._canaries)

    def _too_much(self, finding: Finding) -> list[str]:
        limit = self._project.assignment.limits.run_wall_seconds
        said = []
        if finding.seconds > limit + SLACK_SECONDS:
            said.append(f"grading took {finding.seconds:.0f} s, the run has {limit:g} s")
        if finding.peak_mib > MAX_MEMORY:
            said.append(f"the grader itself came to use {finding.peak_mib:.0f} MiB")
        return said

    def _look(self) -> traces.Snapshot:
        return traces.look(self._places, traces.worker_uids(self._grader.has_users))


def reset_peak() -> None:
    """Reset the count of this process's peak memory, if the kernel can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mib() -> float:
    """The peak memory of this process since then."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) * 1024 / MIB for line in status.splitlines() if line.startswith("VmHWM"))
