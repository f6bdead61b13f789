"""Grades the submissions of a course one after another, with one zygote and one collection of the tests."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from autograder.catalog import Project
from autograder.errors import AutograderError, BusyError
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.grading.preflight import probe, require_level
from autograder.grading.start import start_zygote
from autograder.platforms.gradescope.results import results
from autograder.regrade.export import Entry, opened_entry
from autograder.regrade.result import Result, State
from autograder.regrade.summary import summary_of
from autograder.submissions.find import Submission, SubmissionError
from autograder.submissions.stage import staged
from autograder.text import printable


class CourseGrader:
    """Grades submissions exactly as `autograder grade` does, for as long as the context lasts.

    The probe attacks once, because all workers of a zygote are confined alike. Each worker must report the
    layers that the probe's worker did.

    Args:
        project: the course.
        key: with all fingerprints.
        build: the hash that goes with both.
        trusted: grade even if the system cannot confine student code at all.
        strict: refuse to grade below the minimum level, whatever the course says for a single submission.

    Raises:
        GraderError: workers cannot be confined as the course asks.
    """

    def __init__(
        self, project: Project, key: Key, build: str, *, trusted: bool = False, strict: bool = False
    ) -> None:
        self._project, self._key, self._build, self._trusted = project, key, build, trusted
        policy = project.assignment.sandbox
        self._policy = replace(policy, on_missing="error") if strict else policy
        self._start()

    def __enter__(self) -> "CourseGrader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zygote.close()

    def _start(self) -> None:
        self._zygote = start_zygote(self._project)
        try:
            self._probe()
        except BaseException:
            self._zygote.close()
            raise

    def _probe(self) -> None:
        provided = self._project.assignment_folder / "provided"
        with (
            tempfile.TemporaryDirectory(prefix="autograder-") as empty,
            staged(Submission(Path(empty)), provided) as stage,
        ):
            self.confined = probe(self._zygote, stage, self._project)
        require_level(self.confined, self._policy, trusted=self._trusted)

    def grade(self, entry: Entry, content: str) -> Result:
        """Return the result of one submission, whatever becomes of it.

        After a grader error it is graded once more with a new zygote: another submission, or the machine, may
        have ended the old one.

        Args:
            entry: the submission.
            content: the hash of its files.
        """
        result = self._grade(entry, content)
        if result.state is State.ERROR and not result.was_busy:
            self._zygote.close()
            self._start()
            result = self._grade(entry, content)
        return result

    def _grade(self, entry: Entry, content: str) -> Result:
        began = time.monotonic()
        level = str(self.confined.level)
        try:
            with opened_entry(entry) as place:
                if not place.exists():
                    raise AutograderError(f"{place} is gone")
                grade = grade_submission(
                    place,
                    self._project,
                    self._key,
                    self._zygote,
                    trusted=self._trusted,
                    confined=self.confined,
                )
        except SubmissionError as error:
            return self._without_score(entry, content, State.UNREADABLE, str(error), began)
        except BusyError as error:
            return replace(self._without_score(entry, content, State.ERROR, str(error), began), was_busy=True)
        except Exception as error:  # noqa: BLE001 - one submission must not end the others' run
            said = str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}"
            return self._without_score(entry, content, State.ERROR, said, began)
        return Result(
            entry.name,
            content,
            self._build,
            State.GRADED,
            grade.score,
            grade.max_score,
            seconds=round(time.monotonic() - began, 3),
            cpu_seconds=round(sum(grade.staff["cpu_seconds"].values()), 3),
            level=level,
            summary=summary_of(grade),
            report=results(grade, self._project.assignment),
        )

    def _without_score(self, entry: Entry, content: str, state: State, problem: str, began: float) -> Result:
        return Result(
            entry.name,
            content,
            self._build,
            state,
            problem=printable(problem),
            seconds=round(time.monotonic() - began, 3),
            level=str(self.confined.level),
        )
