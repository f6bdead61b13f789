"""Reads `assignment.toml`, and says what is wrong with it and where."""

import math
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.catalog.model import Assignment, Limits, Module, Part, Question, Sandbox, WrittenQuestion

AI_POLICIES = ("none", "ask", "allowed")
FEEDBACK_POLICIES = ("none", "hint", "full")
LEVELS = ("3", "2", "2-", "1", "0")
ON_MISSING = ("error", "grade_and_flag")
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")


class CatalogError(Exception):
    """`assignment.toml` cannot be used; the text says where and why."""


def read_assignment(path: Path) -> Assignment:
    """The assignment that a file describes.

    Raises:
        CatalogError: the file is missing, is no TOML, or lacks or misstates something.
    """
    try:
        table = _Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except FileNotFoundError as error:
        raise CatalogError(f"{path} does not exist") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path} is not valid TOML: {error}") from error
    assignment = Assignment(
        title=table.text("title"),
        version=table.text("version"),
        credits=table.text("credits"),
        feedback=table.one_of("feedback", FEEDBACK_POLICIES),
        visibility=table.one_of("visibility", VISIBILITIES),
        limits=_limits(table.table("limits")),
        sandbox=_sandbox(table.table("sandbox")),
        modules=tuple(_module(each) for each in table.tables("modules")),
        written=tuple(_written(each) for each in table.tables("written")),
    )
    table.done()
    _check_names(assignment, path.name)
    return assignment


class _Table:
    """One TOML table that knows its place, so that every complaint can name it."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self.values = dict(values)
        self.place = place

    def take(self, key: str, what: str, right: Callable[[Any], bool]) -> Any:
        if key not in self.values:
            raise CatalogError(f"{self.place}: {key} is missing; it must be {what}")
        value = self.values.pop(key)
        if not right(value):
            raise CatalogError(f"{self.place}: {key} must be {what}, not {value!r}")
        return value

    def text(self, key: str) -> str:
        return str(self.take(key, "a text that is not empty", lambda v: isinstance(v, str) and v != ""))

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        return str(self.take(key, "one of " + ", ".join(choices), lambda v: v in choices))

    def number(self, key: str) -> float:
        return float(self.take(key, "a number above 0", _is_positive))

    def count(self, key: str) -> int:
        return int(self.take(key, "a whole number above 0", lambda v: _is_positive(v) and int(v) == v))

    def table(self, key: str) -> "_Table":
        return _Table(self.take(key, "a table", lambda v: isinstance(v, dict)), f"{self.place}, {key}")

    def tables(self, key: str) -> list["_Table"]:
        found = self.take(key, "a list of tables", lambda v: _is_list_of(v, dict))
        return [_Table(each, f"{self.place}, {key} {place}") for place, each in enumerate(found, start=1)]

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self.take(key, "a list of texts", lambda v: _is_list_of(v, str)))

    def done(self) -> None:
        if self.values:
            raise CatalogError(f"{self.place}: unknown key {sorted(self.values)[0]!r}")


def _is_positive(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value > 0 and math.isfinite(value)


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def _limits(table: _Table) -> Limits:
    limits = Limits(
        call_cpu_seconds=table.number("call_cpu_seconds"),
        import_cpu_seconds=table.number("import_cpu_seconds"),
        run_wall_seconds=table.number("run_wall_seconds"),
        output_characters=table.count("output_characters"),
    )
    table.done()
    return limits


def _sandbox(table: _Table) -> Sandbox:
    sandbox = Sandbox(table.one_of("minimum_level", LEVELS), table.one_of("on_missing", ON_MISSING))
    table.done()
    return sandbox


def _module(table: _Table) -> Module:
    number, name = table.text("number"), table.text("name")
    module = Module(
        number=number,
        name=name,
        title=table.text("title"),
        hours=table.number("hours"),
        ai=table.one_of("ai", AI_POLICIES),
        questions=tuple(
            _question(each, f"{number}.{place}", name)
            for place, each in enumerate(table.tables("questions"), start=1)
        ),
    )
    table.done()
    return module


def _question(table: _Table, number: str, module: str) -> Question:
    function = table.text("function")
    table.place += f" ({function})"
    parts = table.table("parts")
    question = Question(
        number=number,
        function=function,
        module=module,
        parts=tuple(Part(f"{number}.{name}", name, parts.number(name)) for name in list(parts.values)),
        needs=table.texts("needs") if "needs" in table.values else (),
    )
    if not question.parts or question.parts[0].name != "core":
        raise CatalogError(f"{parts.place}: the first part must be core; the others count only if it passed")
    table.done()
    return question


def _written(table: _Table) -> WrittenQuestion:
    def is_range(value: object) -> bool:
        match value:
            case [int(low), int(high)]:
                return _is_positive(low) and low <= high
        return False

    low, high = table.take("words", "two word counts [least, most]", is_range)
    question = WrittenQuestion(
        number=table.text("number"),
        name=table.text("name"),
        title=table.text("title"),
        summary=table.text("summary"),
        points=table.number("points"),
        words=(low, high),
        hours=table.number("hours"),
        ai=table.one_of("ai", AI_POLICIES),
    )
    table.done()
    return question


def _check_names(assignment: Assignment, place: str) -> None:
    """Names are keys everywhere else, so each stands for one thing."""
    functions = [question.function for question in assignment.questions]
    names = functions + [module.name for module in assignment.modules]
    names += [written.name for written in assignment.written]
    numbers = [each.number for each in assignment.pieces]
    for what, given in (("name", names), ("number", numbers)):
        for each in given:
            if given.count(each) > 1:
                raise CatalogError(f"{place}: the {what} {each!r} stands twice")
    for question in assignment.questions:
        for need in question.needs:
            if need not in functions[: functions.index(question.function)]:
                raise CatalogError(
                    f"{place}: {question.function} needs {need!r}, which no earlier question asks"
                )
