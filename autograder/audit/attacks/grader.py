"""The grader as a course runs it, with one zygote for all submissions, and proof that it still works."""

import subprocess
from pathlib import Path

from autograder.audit.attacks.assemble import lay_base
from autograder.audit.attacks.judge import complaints_about_points
from autograder.audit.attacks.world import World
from autograder.catalog import Module, Project
from autograder.errors import GraderError
from autograder.grading.fixtures import Replayer
from autograder.grading.grade import Grade
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.grading.run import open_session, run_session
from autograder.grading.start import start_zygote
from autograder.sandbox.level import Level
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission

WITH_USERS = (Level.FULL, Level.CONTAINER, Level.OLD_CONTAINER)


class Grader:
    """Grades with the world's copy of the checkout.

    One zygote serves all submissions until an attack does harm, so that the next one is not blamed for it.

    Args:
        project: the assignment as it is, which honest submissions are taken from.
        key: the copy's.
        without: layers of confinement to leave out.
    """

    def __init__(self, project: Project, world: World, key: Key, without: tuple[str, ...] = ()) -> None:
        self._project, self._world, self._key, self._without = project, world, key, without
        self._zygote: Zygote | None = None
        self.level = ""
        """The level of confinement, once something was graded."""

    @property
    def has_users(self) -> bool:
        """Whether workers run as users of their own."""
        return self.level in WITH_USERS

    def ready(self) -> None:
        """Start a zygote if there is none, and prove it on the reference.

        Raises:
            GraderError: grading does not work here, attack or not.
        """
        if self._zygote:
            return
        self._zygote = start_zygote(self._world.project, self._without)
        if complaints := self.complaints_about_reference("the reference, before any attack,"):
            raise GraderError("; ".join(complaints))

    def grade(self, place: Path) -> Grade:
        """Return the grade of a submission.

        Raises:
            SubmissionError: it cannot be read at all.
        """
        assert self._zygote is not None
        grade = grade_submission(place, self._world.project, self._key, self._zygote)
        self.level = str(grade.staff["sandbox"]["level"])
        return grade

    def complaints_about_reference(self, which: str, module: Module | None = None) -> list[str]:
        """Grade the reference, or one module of it, and complain if it does not get full marks."""
        remove(self._world.submission)
        lay_base("reference", self._project, self._world.submission)
        try:
            wrong = self._lost_parts(module) if module else self._lost_points()
        except Exception as error:  # noqa: BLE001 - an attack may have harmed anything
            self.close()
            return [f"{which} could not be graded: {type(error).__name__}: {str(error)[:300]}"]
        return [f"{which} suffers: {each}" for each in wrong]

    def close(self) -> None:
        """End the zygote."""
        if self._zygote:
            self._zygote.close()
        self._zygote = None

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_details: object) -> None:
        self.close()

    def _lost_points(self) -> list[str]:
        full = {question.number: question.points for question in self._project.assignment.questions}
        return complaints_about_points(self.grade(self._world.submission), full)

    def _lost_parts(self, module: Module) -> list[str]:
        assert self._zygote is not None
        project, numbers = self._world.project, {question.number for question in module.questions}
        with open_session(Submission(self._world.submission), project, self._zygote) as session:
            run = run_session(session, project, Replayer(self._key), self._key.seed, numbers)
        return [f"{each.test}: {each.words}" for each in run.verdicts.values() if not each.passed]


def remove(folder: Path) -> None:
    """Remove a folder, however deep: Python's own way would run out of stack."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)
