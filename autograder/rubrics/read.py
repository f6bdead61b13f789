"""Read the rubrics of a course. Every complaint names the file, the place and the key."""

import math
import re
from collections import Counter

from autograder.catalog import Project, WrittenQuestion
from autograder.messages import tas
from autograder.rubrics.model import Criterion, GivenNumbers, Level, Reading, Rubric, RubricError
from autograder.tables import Table

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,3}")
# Replies and sheets use these keys beside the ids of criteria.
RESERVED = {"rubric", "answer", "comments"}


def read_rubrics(project: Project) -> tuple[Rubric, ...]:
    """Return the rubrics of all written questions, in order.

    Raises:
        RubricError: A rubric is missing or invalid.
        CatalogError: The catalog is invalid.
    """
    return tuple(_read(project, written) for written in project.assignment.written)


def read_rubric(project: Project, question: str) -> Rubric:
    """Return the rubric of one question.

    Args:
        project: The course.
        question: Its number (``Q1``, ``q1``) or the name of its file (``q1_temperature``).

    Raises:
        RubricError: There is no such question, or its rubric is missing or invalid.
        CatalogError: The catalog is invalid.
    """
    return _read(project, find_question(project, question))


def read_numbers(project: Project, question: str | None = None) -> GivenNumbers:
    """Return the numbers that a question gives.

    Args:
        project: The course.
        question: As in `read_rubric`; by default the only question whose rubric has a ``[numbers]`` table.

    Raises:
        RubricError: No such rubric has numbers, or several have and none was chosen.
        CatalogError: The catalog is invalid.
    """
    if question is not None:
        rubric = read_rubric(project, question)
        if rubric.numbers is None:
            raise RubricError(tas.numbers.rubric_without_numbers(rubric.question))
        return rubric.numbers
    found = {rubric.question: rubric.numbers for rubric in read_rubrics(project) if rubric.numbers}
    if len(found) != 1:
        raise RubricError(
            tas.numbers.several_rubrics_with_numbers(found) if found else tas.numbers.no_rubric_with_numbers()
        )
    return next(iter(found.values()))


def find_question(project: Project, question: str) -> WrittenQuestion:
    """Return the written question with that number or name.

    Raises:
        RubricError: There is none.
    """
    for written in project.assignment.written:
        if question.casefold() in {written.number.casefold(), written.name.casefold()}:
            return written
    known = ", ".join(written.number for written in project.assignment.written)
    raise RubricError(f"no written question is called {question!r}; there are {known}")


def _read(project: Project, written: WrittenQuestion) -> Rubric:
    path = project.rubrics_folder / f"{written.number.lower()}.toml"
    table = _RubricTable.of_file(path, RubricError, missing=f": it must hold the rubric of {written.number}")
    rubric = Rubric(
        question=table.matching("question", re.compile(re.escape(written.number)), written.number),
        version=table.matching("version", VERSION, "like 2026.11.1"),
        notes=table.text("notes"),
        criteria=tuple(_criterion(item) for item in table.tables("criteria")),
        numbers=_numbers(table.table("numbers")) if "numbers" in table.values else None,
    )
    table.done()
    identifiers = Counter(criterion.id for criterion in rubric.criteria)
    if repeated := [identifier for identifier, count in identifiers.items() if count > 1]:
        raise RubricError(f"{path.name}: the id {repeated[0]!r} is used twice")
    if rubric.points != written.points:
        raise RubricError(
            f"{path.name}: the criteria are worth {rubric.points:g} points,"
            f" the catalog says {written.points:g}"
        )
    return rubric


def _criterion(table: "_RubricTable") -> Criterion:
    identifier = table.matching("id", IDENTIFIER, "a lower-case name")
    table.place += f" ({identifier})"
    if identifier in RESERVED:
        raise RubricError(f"{table.place}: the id {identifier!r} is reserved")
    criterion = Criterion(
        id=identifier,
        points=table.points(minimum=0.25),
        text=table.text("text"),
        counts=table.text("counts"),
        does_not_count=table.text("does_not_count"),
        example=table.text("example"),
        counter_example=table.text("counter_example"),
        evidence=table.take("evidence", "true or false", lambda v: isinstance(v, bool)),
        notes=table.text("notes", may_be_empty=True),
        levels=tuple(_level(item) for item in table.tables("levels")) if "levels" in table.values else (),
    )
    table.done()
    steps = [level.points for level in criterion.levels]
    if steps and (steps[0] != 0 or steps[-1] != criterion.points or steps != sorted(set(steps))):
        raise RubricError(f"{table.place}: levels must rise from 0 to {criterion.points:g}, not {steps}")
    return criterion


def _level(table: "_RubricTable") -> Level:
    level = Level(points=table.points(minimum=0), text=table.text("text"), notes=table.text("notes"))
    table.done()
    return level


def _numbers(table: "_RubricTable") -> GivenNumbers:
    gpus = "a whole number greater than 0"
    numbers = GivenNumbers(
        parameters=table.positive("parameters"),
        parameters_text=table.text("parameters_text"),
        node_bytes=table.positive("node_bytes"),
        gpus_per_node=int(table.take("gpus_per_node", gpus, lambda v: type(v) is int and v > 0)),
        min_amount=table.positive("min_amount"),
        min_total=table.positive("min_total"),
        readings=tuple(_reading(item) for item in table.tables("readings")),
        words_between=table.texts("words_between"),
        part_words=table.texts("part_words"),
        explaining_words=table.texts("explaining_words"),
    )
    table.done()
    return numbers


def _reading(table: "_RubricTable") -> Reading:
    reading = Reading(bytes=table.positive("bytes"), text=table.text("text"))
    table.done()
    return reading


class _RubricTable(Table):
    """A table with the types of values that rubrics have."""

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        """Return a text that matches a pattern as a whole."""
        return str(self.take(key, what, lambda v: isinstance(v, str) and bool(pattern.fullmatch(v))))

    def points(self, minimum: float) -> float:
        """Return a number of points. Quarters add up exactly in floating point; thirds would not."""
        what = f"a multiple of 0.25, {minimum:g} or more"
        return float(
            self.take("points", what, lambda v: _is_finite(v) and v >= minimum and float(v * 4).is_integer())
        )

    def positive(self, key: str) -> float:
        """Return a number greater than zero."""
        return float(self.take(key, "a number greater than 0", lambda v: _is_finite(v) and v > 0))


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
