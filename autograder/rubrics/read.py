"""Reads the files of `rubrics/`, and says what is wrong with one and where."""

import math
import re
from collections import Counter

from autograder.catalog import Project, WrittenQuestion
from autograder.rubrics.model import Criterion, Level, Rubric, RubricError
from autograder.tables import Table

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,3}")
# A reply names its rubric beside its criteria, and a sheet of decisions has these columns.
RESERVED = {"rubric", "answer", "comments"}


def read_rubrics(project: Project) -> tuple[Rubric, ...]:
    """The rubrics of all written questions, in order.

    Raises:
        RubricError: one is missing or cannot be used.
        CatalogError: the catalog cannot be used.
    """
    return tuple(_read(project, written) for written in project.assignment.written)


def read_rubric(project: Project, question: str) -> Rubric:
    """The rubric of one question, named by its number (``Q5``, ``q5``) or its file (``q5_society``).

    Raises:
        RubricError: no such question, or its rubric is missing or cannot be used.
        CatalogError: the catalog cannot be used.
    """
    return _read(project, find_question(project, question))


def find_question(project: Project, question: str) -> WrittenQuestion:
    """The written question of that number or name.

    Raises:
        RubricError: there is none.
    """
    for written in project.assignment.written:
        if question.casefold() in {written.number.casefold(), written.name.casefold()}:
            return written
    known = ", ".join(written.number for written in project.assignment.written)
    raise RubricError(f"no written question is called {question!r}; there are {known}")


def _read(project: Project, written: WrittenQuestion) -> Rubric:
    path = project.rubrics_folder / f"{written.number.lower()}.toml"
    table = _RubricTable.of_file(path, RubricError, missing=f": the rubric of {written.number} stands there")
    rubric = Rubric(
        question=table.matching("question", re.compile(re.escape(written.number)), written.number),
        version=table.matching("version", VERSION, "like 2026.11.1"),
        notes=table.text("notes"),
        criteria=tuple(_criterion(each) for each in table.tables("criteria")),
    )
    table.done()
    identifiers = Counter(criterion.id for criterion in rubric.criteria)
    if twice := [identifier for identifier, times in identifiers.items() if times > 1]:
        raise RubricError(f"{path.name}: the id {twice[0]!r} stands twice")
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
        raise RubricError(f"{table.place}: the id {identifier!r} is kept for something else")
    criterion = Criterion(
        id=identifier,
        points=table.points(least=0.25),
        text=table.text("text"),
        counts=table.text("counts"),
        does_not_count=table.text("does_not_count"),
        example=table.text("example"),
        counter_example=table.text("counter_example"),
        evidence=table.take("evidence", "true or false", lambda v: isinstance(v, bool)),
        notes=table.text("notes", may_be_empty=True),
        levels=tuple(_level(each) for each in table.tables("levels")) if "levels" in table.values else (),
    )
    table.done()
    steps = [level.points for level in criterion.levels]
    if steps and (steps[0] != 0 or steps[-1] != criterion.points or steps != sorted(set(steps))):
        raise RubricError(f"{table.place}: levels must rise from 0 to {criterion.points:g}, not {steps}")
    return criterion


def _level(table: "_RubricTable") -> Level:
    level = Level(points=table.points(least=0), text=table.text("text"), notes=table.text("notes"))
    table.done()
    return level


class _RubricTable(Table):
    """A table with the kinds of values that a rubric has."""

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        return str(self.take(key, what, lambda v: isinstance(v, str) and bool(pattern.fullmatch(v))))

    def points(self, least: float) -> float:
        what = f"a number of quarter points, {least:g} or more"
        return float(self.take("points", what, lambda v: _is_quarters(v) and v >= least))


def _is_quarters(value: object) -> bool:
    """Quarters add up exactly in floating point; thirds would not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and float(value * 4).is_integer()
