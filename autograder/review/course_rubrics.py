"""The rubrics of the course as its files hold them now, with the questions to students."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.catalog import Project, WrittenQuestion
from autograder.rubrics import read_rubrics
from autograder.rubrics.model import Rubric


@dataclass(frozen=True)
class CourseRubric:
    """A rubric, and the question's title and text."""

    rubric: Rubric
    title: str
    asked: str


def course_rubrics(project: Project) -> Sequence[CourseRubric]:
    """Read all rubrics.

    Raises:
        RubricError: One of them is invalid.
    """
    questions = {each.number: each for each in project.assignment.written}
    return [
        CourseRubric(each, questions[each.question].title, _asked(project, questions[each.question]))
        for each in read_rubrics(project)
    ]


def _asked(project: Project, question: WrittenQuestion) -> str:
    """Return a question as students read it: their file, up to the answer."""
    path = project.assignment_folder / question.path
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text.partition("<!--")[0].strip()
