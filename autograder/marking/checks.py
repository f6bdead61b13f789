"""Check results of a class, ready for the cells of a sheet. None of them is a mark."""

from collections.abc import Iterator

from autograder.catalog import Project
from autograder.marking.answers import Answer
from autograder.marking.class_answers import ClassAnswers, help_used, warnings_on
from autograder.marking.flags import Known, find_flags, known_texts
from autograder.marking.numbers import RowState, check_numbers
from autograder.marking.sheet import FLAGS, HELP, NAME, NUMBERS, WARNINGS, WORDS, Row
from autograder.messages import tas
from autograder.rubrics import Rubric, read_rubrics
from autograder.rubrics.characters import shortened

MAX_FLAGS = 6


def sheet_rows(
    answers: ClassAnswers, rubric: Rubric, project: Project, *, names: bool = False
) -> Iterator[Row]:
    """Yield a row for each answer to a question, with all that informs the person who marks it.

    Args:
        answers: the class.
        rubric: of the question.
        project: the course.
        names: show the students' names.
    """
    known = known_texts(project, read_rubrics(project))
    for student, answer in answers.of(rubric.question):
        facts = {NAME: student.name} if names else {}
        warned = " ".join(warnings_on(answers.answers[student.id], answer))
        facts |= {WORDS: str(answer.words), HELP: help_used(answer), WARNINGS: warned}
        facts[FLAGS] = flags_cell(answer, known)
        if rubric.numbers:
            facts[NUMBERS] = numbers_cell(answer, rubric)
        yield Row(student.id, facts)


def whole_text(answer: Answer) -> str:
    """Return an answer with the passages that stand apart from it, because a flag may hide there."""
    return "\n\n".join([answer.text, *(each.text for each in answer.passages)])


def flags_cell(answer: Answer, known: Known) -> str:
    """Return the kinds of an answer's flags with their passages, shortened."""
    found = find_flags(whole_text(answer), known)
    cells = [
        tas.classes.flag_in_cell(each.kind, shortened(each.excerpt, 60), mention=each.mention)
        for each in found
    ]
    more = [f"+{len(cells) - MAX_FLAGS}"] if len(cells) > MAX_FLAGS else []
    return "; ".join(cells[:MAX_FLAGS] + more)


def numbers_cell(answer: Answer, rubric: Rubric) -> str:
    """Return the numbers of an answer that differ, or that none does."""
    if rubric.numbers is None or not answer.words:
        return ""
    rows = check_numbers(answer.text, rubric.numbers)
    differ = [f"{each.stated}: {each.follows}" for each in rows if each.state is RowState.DIFFERS]
    return "; ".join(differ) or tas.classes.numbers_in_cell(len(rows))
