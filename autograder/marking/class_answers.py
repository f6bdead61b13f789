"""The answers of a class: read once from an export, kept in a folder, used by all commands and pages.

A marking folder holds `answers.json` (all that was read), `students.json` (who they are, apart from it) and
`answers.csv` (the table for people). Only the owner of the folder can read them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.catalog import Project, WrittenQuestion
from autograder.files import write_atomically
from autograder.marking.answers import Answer, Answers, Passage, Place, Warned, Why, read_answers
from autograder.marking.exports import Found, submissions_of
from autograder.marking.students import Person, Student
from autograder.marking.tables import csv_bytes
from autograder.messages import tas
from autograder.rubrics.model import RubricError
from autograder.submissions.decode import Format
from autograder.submissions.find import SubmissionError

ANSWERS, STUDENTS, TABLE = "answers.json", "students.json", "answers.csv"
FORMAT = 1
PRIVATE = 0o600
Track = Callable[[Sequence[Found], str], Iterable[Found]]
"""Shows how far a loop has come."""


@dataclass(frozen=True)
class ClassAnswers:
    """All answers of a class, in the order of its students."""

    students: tuple[Student, ...]
    answers: Mapping[str, Answers]
    """By the student's id."""

    def of(self, question: str) -> Iterator[tuple[Student, Answer]]:
        """Iterate over the answers to one question, given by its number."""
        for student in self.students:
            for answer in self.answers[student.id].answers:
                if answer.question.number == question:
                    yield student, answer


def is_missing(answers: Answers, answer: Answer) -> bool:
    """Whether there is nothing to mark: no word anywhere, and no file that a person has to open.

    A scan or a text that names no question may hold the answer, so it keeps an answer from being missing.
    """
    warned = (*answer.warnings, *answers.warnings)
    unreadable = any(each.why is Why.UNREADABLE for each in warned)
    return not (answer.words or answer.passages or answers.others or unreadable)


def warnings_on(answers: Answers, answer: Answer) -> list[str]:
    """Return the warnings on an answer; if it has no words, with those on the whole submission."""
    warned = (*answer.warnings, *(answers.warnings if not answer.words else ()))
    said = [tas.pages.answer_warning(each.why.value, each.file, each.detail) for each in warned]
    elsewhere = answers.others if not answer.words else ()
    return said + [tas.pages.passage(each.place.value, each.file, each.words) for each in elsewhere]


def import_class(
    export: Path,
    project: Project,
    roster: Mapping[str, Person] | None = None,
    track: Track = lambda items, what: items,  # noqa: ARG005
) -> tuple[ClassAnswers, list[str]]:
    """Read the answers of a class, and return notes on what was left out.

    Args:
        export: Gradescope's export, or a folder of submissions, zips, notebooks or documents.
        project: the course.
        roster: people by the id of their submission.
        track: shows the progress.

    Raises:
        RubricError: the export holds no submission. One that cannot be read is a warning on its answers.
    """
    students, read = [], {}
    with submissions_of(export) as (found, notes):
        for each in track(found, "reading"):
            student = each.student
            if roster and (person := roster.get(student.id)):
                student = replace(student, people=(person,))
            students.append(student)
            try:
                answers = read_answers(each.place, project)
            except SubmissionError as error:
                answers = _unreadable(each.place.name, project, str(error))
            read[student.id] = replace(answers, name=student.id)
    if roster and (absent := sorted(set(roster) - set(read))):
        notes.append(tas.classes.handed_in_nothing(absent[:5], len(absent[5:])))
        for identifier in absent:
            students.append(Student(identifier, (roster[identifier],)))
            read[identifier] = _nothing(identifier, project)
    return ClassAnswers(tuple(students), read), notes


def _unreadable(name: str, project: Project, why: str) -> Answers:
    warned = Warned(Why.UNREADABLE, name, Format.BROKEN.value)
    answers = tuple(Answer(each, warnings=(warned,)) for each in project.assignment.written)
    return Answers(name, answers, notes=(why,))


def _nothing(name: str, project: Project) -> Answers:
    warned = (Warned(Why.MISSING),)
    return Answers(name, tuple(Answer(each, warnings=warned) for each in project.assignment.written))


def save_class(answers: ClassAnswers, folder: Path) -> None:
    """Write a marking folder's files."""
    identities = {each.id: [vars(person) for person in each.people] for each in answers.students}
    content = {
        "format": FORMAT,
        "submissions": {name: _as_json(each) for name, each in answers.answers.items()},
    }
    for name, value in ((STUDENTS, identities), (ANSWERS, content)):
        text = json.dumps(value, ensure_ascii=False, indent=1)
        write_atomically(folder / name, text.encode(errors="surrogatepass"), PRIVATE)
    write_atomically(folder / TABLE, answers_table(answers), PRIVATE)


def load_class(folder: Path, project: Project) -> ClassAnswers:
    """Return the answers in a marking folder.

    Raises:
        RubricError: the folder was not made by `save_class`.
    """
    try:
        content = json.loads((folder / ANSWERS).read_bytes())
        identities = json.loads((folder / STUDENTS).read_bytes())
        questions = {each.number: each for each in project.assignment.written}
        students = tuple(
            Student(name, tuple(Person(**person) for person in people)) for name, people in identities.items()
        )
        answers = {name: _of_json(name, each, questions) for name, each in content["submissions"].items()}
        if content["format"] != FORMAT or set(answers) != {each.id for each in students}:
            raise ValueError("its files do not belong together")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RubricError(tas.classes.no_marking_folder(folder, error)) from error
    return ClassAnswers(students, answers)


def answers_table(answers: ClassAnswers) -> bytes:
    """Return the table of all answers as CSV: one row for each student and question."""
    rows = [list(tas.classes.ANSWERS_HEADER)]
    for student in answers.students:
        of_student = answers.answers[student.id]
        for answer in of_student.answers:
            said = [*warnings_on(of_student, answer), *of_student.notes]
            rows.append([
                student.id, student.name, answer.question.number, str(answer.words), answer.file,
                help_used(answer), " ".join(said),
            ])  # fmt: skip
    return csv_bytes(rows)


def help_used(answer: Answer) -> str:
    """Return the declaration of help on one line, or that there is none."""
    used = " ".join(answer.help_used.split())
    return used or (tas.pages.HELP_NOT_DECLARED if answer.file else "")


def _as_json(answers: Answers) -> dict[str, Any]:
    return {
        "answers": {
            each.question.number: {
                "text": each.text, "words": each.words, "help_used": each.help_used, "file": each.file,
                "hard_lines": each.hard_lines, "passages": [vars(one) for one in each.passages],
                "warnings": [vars(one) for one in each.warnings],
            }
            for each in answers.answers
        },
        "others": [vars(one) for one in answers.others],
        "warnings": [vars(one) for one in answers.warnings],
        "notes": list(answers.notes),
    }  # fmt: skip


def _of_json(name: str, content: dict[str, Any], questions: Mapping[str, WrittenQuestion]) -> Answers:
    def passages(found: list[dict[str, Any]]) -> tuple[Passage, ...]:
        return tuple(Passage(**{**each, "place": Place(each["place"])}) for each in found)

    def warnings(found: list[dict[str, Any]]) -> tuple[Warned, ...]:
        return tuple(Warned(**{**each, "why": Why(each["why"])}) for each in found)

    answers = tuple(
        Answer(
            questions[number],
            **{**each, "passages": passages(each["passages"]), "warnings": warnings(each["warnings"])},
        )
        for number, each in content["answers"].items()
    )
    others, general = passages(content["others"]), warnings(content["warnings"])
    return Answers(name, answers, others, general, tuple(content["notes"]))
