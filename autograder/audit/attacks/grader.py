"""The grader as a course runs it, one zygote for all submissions, and proof that it still works."""

import subprocess
from pathlib import Path

from autograder.audit.attacks.assemble import lay_base
from autograder.audit.attacks.judge import complaints_about_points
from autograder.audit.attacks.world import World
from autograder.catalog import Module, Project
from autograder.errors import GraderError
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import Grade
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.grading.session import Session
from autograder.sandbox.level import Level
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

WITH_USERS = (Level.FULL, Level.CONTAINER, Level.OLD_CONTAINER)


class Grader:
    """Grades with the world's copy of the checkout.

    One zygote serves all submissions, until an attack has done any harm: the next is not to be blamed for it.

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
        """Sees to it that there is a zygote, which has proven itself on the reference.

        Raises:
            GraderError: grading does not work here, attack or not.
        """
        if self._zygote:
            return
        project = self._world.project
        self._zygote = Zygote(project.assignment_folder, self._without, models=project.worker_models_folder)
        if complaints := self.complaints_about_reference("the reference, before any attack,"):
            raise GraderError("; ".join(complaints))

    def grade(self, place: Path) -> Grade:
        """The grade of a submission.

        Raises:
            SubmissionError: it cannot be read at all.
        """
        assert self._zygote is not None
        grade = grade_submission(place, self._world.project, self._key, self._zygote)
        self.level = str(grade.staff["sandbox"]["level"])
        return grade

    def complaints_about_reference(self, which: str, module: Module | None = None) -> list[str]:
        """Grades the reference, or one module of it: it gets full marks, whatever was graded before it."""
        remove(self._world.submission)
        lay_base("reference", self._project, self._world.submission)
        try:
            wrong = self._lost_parts(module) if module else self._lost_points()
        except Exception as error:  # noqa: BLE001 - an attack may have harmed anything
            self.close()
            return [f"{which} could not be graded: {type(error).__name__}: {str(error)[:300]}"]
        return [f"{which} suffers: {each}" for each in wrong]

    def close(self) -> None:
        """Ends the zygote."""
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


def remove(folder: Path) -> None:
    """Removes a folder, however deep: Python's own way would run out of stack."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)
