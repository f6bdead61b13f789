"""Add up a class's marks: points per student and question, from sheets that people filled.

Only decisions of people count. A model's draft is never read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.errors import AutograderError
from autograder.marking.class_answers import ClassAnswers, is_missing
from autograder.marking.decisions import Sheet
from autograder.marking.sheet import column_name
from autograder.marking.students import Student
from autograder.messages import tas
from autograder.rubrics.model import MET, NOT_MET, Criterion, Rubric

MAX_LISTED = 40


class TotalsError(AutograderError):
    """The marks cannot be added up; the message names each cell that is missing or decided twice."""


@dataclass(frozen=True)
class Mark:
    """The decisions on one answer.

    Args:
        rubric: the rubric of the question.
        verdicts: criterion id → verdict; an undecided criterion is left out.
        comment: what the person wrote beside them.
        missing: whether nothing was handed in, which is worth nothing without a decision.
    """

    rubric: Rubric
    verdicts: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    missing: bool = False

    @property
    def undecided(self) -> tuple[Criterion, ...]:
        """The criteria without a verdict, of an answer that was handed in."""
        if self.missing and not self.verdicts:
            return ()
        return tuple(each for each in self.rubric.criteria if each.id not in self.verdicts)

    @property
    def points(self) -> float | None:
        """The sum, or None while a criterion is undecided."""
        if self.undecided:
            return None
        return sum(self.rubric.criterion(name).worth[verdict] for name, verdict in self.verdicts.items())

    @property
    def feedback(self) -> str:
        """The student's feedback: each criterion in the handout's words, its points, and the comment."""
        if self.missing and not self.verdicts:
            return tas.classes.NOTHING_HANDED_IN
        lines = [_line(each, self.verdicts.get(each.id)) for each in self.rubric.criteria]
        return "\n".join([*lines, *([self.comment] if self.comment else [])])


@dataclass(frozen=True)
class StudentMarks:
    """A student's marks by question, in the order of the questions."""

    student: Student
    marks: Mapping[str, Mark]

    @property
    def points(self) -> float | None:
        """The sum over all questions, or None while one is undecided."""
        found = [each.points for each in self.marks.values()]
        return None if None in found else sum(each for each in found if each is not None)


@dataclass(frozen=True)
class Totals:
    """The marks of a class, and the missing ones."""

    rubrics: tuple[Rubric, ...]
    students: tuple[StudentMarks, ...]

    @property
    def unmarked(self) -> list[tuple[str, str]]:
        """Student and column of each decision that is missing."""
        return [
            (each.student.id, column_name(mark.rubric, criterion))
            for each in self.students
            for mark in each.marks.values()
            for criterion in mark.undecided
        ]

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Student and question of each answer that was not handed in."""
        return [
            (each.student.id, question)
            for each in self.students
            for question, mark in each.marks.items()
            if mark.missing
        ]


def add_up(
    sheets: Sequence[Sheet],
    rubrics: Sequence[Rubric],
    answers: ClassAnswers | None = None,
    *,
    partial: bool = False,
) -> Totals:
    """Return the marks of a class.

    Args:
        sheets: filled sheets, of any questions and students. Two may decide one answer if they agree.
        rubrics: the rubrics of the course. Questions that no sheet has are left out.
        answers: the class; without it the rows of the sheets are the class.
        partial: return the state so far even if decisions are missing.

    Raises:
        TotalsError: two sheets differ, or a decision is missing; all are named.
    """
    questions = {column.partition(".")[0] for sheet in sheets for column in sheet.columns}
    chosen = tuple(each for each in rubrics if each.question in questions)
    verdicts, comments, conflicts = _merged(sheets)
    if conflicts:
        raise TotalsError(tas.totals.marks_differ(conflicts[:MAX_LISTED], len(conflicts[MAX_LISTED:])))
    students = answers.students if answers else tuple(map(Student, verdicts))
    missing = _missing(answers) if answers else set()
    totals = Totals(
        chosen,
        tuple(
            StudentMarks(
                student,
                {
                    rubric.question: Mark(
                        rubric,
                        _of_question(verdicts.get(student.id, {}), rubric),
                        comments.get((student.id, rubric.question), ""),
                        (student.id, rubric.question) in missing,
                    )
                    for rubric in chosen
                },
            )
            for student in students
        ),
    )
    if totals.unmarked and not partial:
        listed = [f"{student}, {column}" for student, column in totals.unmarked]
        raise TotalsError(tas.totals.unmarked_cells(listed[:MAX_LISTED], len(listed)))
    return totals


def _merged(
    sheets: Sequence[Sheet],
) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], str], list[str]]:
    verdicts: dict[str, dict[str, str]] = {}
    comments: dict[tuple[str, str], str] = {}
    first: dict[tuple[str, str], Sheet] = {}
    conflicts = []
    for sheet in sheets:
        questions = dict.fromkeys(column.partition(".")[0] for column in sheet.columns)
        for student, row in sheet.decisions.items():
            known = verdicts.setdefault(student, {})
            for column, verdict in row.items():
                if known.setdefault(column, verdict) != verdict:
                    other = first[student, column]
                    conflicts.append(
                        tas.totals.marks_differ_on(
                            student, column, other.path, known[column], sheet.path, verdict
                        )
                    )
                first.setdefault((student, column), sheet)
            for question in questions:
                said = filter(None, (comments.get((student, question)), sheet.comments.get(student)))
                comments[student, question] = "\n".join(dict.fromkeys(said))
    return verdicts, comments, conflicts


def _missing(answers: ClassAnswers) -> set[tuple[str, str]]:
    return {
        (student, each.question.number)
        for student, of_student in answers.answers.items()
        for each in of_student.answers
        if is_missing(of_student, each)
    }


def _of_question(row: Mapping[str, str], rubric: Rubric) -> dict[str, str]:
    return {each.id: row[column] for each in rubric.criteria if (column := column_name(rubric, each)) in row}


def _line(criterion: Criterion, verdict: str | None) -> str:
    if verdict is None:
        return tas.totals.feedback_line(None, criterion.points, criterion.text)
    text = criterion.text
    if verdict not in (MET, NOT_MET):
        reached = next(each for each in criterion.levels if each.points == criterion.worth[verdict])
        text = f"{criterion.text} {reached.text}"
    return tas.totals.feedback_line(criterion.worth[verdict], criterion.points, text)
