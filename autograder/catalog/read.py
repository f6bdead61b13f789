"""Read `assignment.toml`, with errors that name the place and the problem."""

import math
import re
from pathlib import Path

from autograder.catalog.model import Assignment, Limits, Module, Part, Question, Sandbox, WrittenQuestion
from autograder.errors import AutograderError
from autograder.tables import Table

AI_POLICIES = ("none", "ask", "allowed")
FEEDBACK_POLICIES = ("none", "hint", "full")
LEVELS = ("3", "2", "2-", "1", "0")
ON_MISSING = ("error", "grade_and_flag")
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CatalogError(AutograderError):
    """`assignment.toml` cannot be used; the text says where and why."""


def read_assignment(path: Path) -> Assignment:
    """Return the assignment that a file describes.

    Raises:
        CatalogError: the file is missing, is not TOML, or has a missing or invalid key.
    """
    table = _CatalogTable.of_file(path, CatalogError)
    assignment = Assignment(
        title=table.text("title"),
        slug=table.take("slug", "a name of lower-case letters, digits and single hyphens", _is_slug),
        version=table.text("version"),
        credits=table.text("credits"),
        feedback=table.one_of("feedback", FEEDBACK_POLICIES),
        visibility=table.one_of("visibility", VISIBILITIES),
        limits=_limits(table.table("limits")),
        sandbox=_sandbox(table.table("sandbox")),
        modules=tuple(_module(each) for each in table.tables("modules")),
        written=tuple(_written(each) for each in table.tables("written")),
        demo=table.texts("demo") if "demo" in table.values else (),
    )
    table.done()
    _check_names(assignment, path.name)
    return assignment


class _CatalogTable(Table):
    """A table with the numbers of a catalog."""

    def number(self, key: str) -> float:
        return float(self.take(key, "a number above 0", _is_positive))

    def count(self, key: str) -> int:
        return int(self.take(key, "a whole number above 0", lambda v: _is_positive(v) and int(v) == v))


def _is_positive(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value > 0 and math.isfinite(value)


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and SLUG.fullmatch(value) is not None


def _is_package(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isidentifier()


def _limits(table: _CatalogTable) -> Limits:
    limits = Limits(
        call_cpu_seconds=table.number("call_cpu_seconds"),
        import_cpu_seconds=table.number("import_cpu_seconds"),
        run_wall_seconds=table.number("run_wall_seconds"),
        output_characters=table.count("output_characters"),
    )
    table.done()
    return limits


def _sandbox(table: _CatalogTable) -> Sandbox:
    sandbox = Sandbox(table.one_of("minimum_level", LEVELS), table.one_of("on_missing", ON_MISSING))
    table.done()
    return sandbox


def _module(table: _CatalogTable) -> Module:
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
        lab=table.take("lab", "the name of a package", _is_package) if "lab" in table.values else "",
    )
    table.done()
    return module


def _question(table: _CatalogTable, number: str, module: str) -> Question:
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


def _written(table: _CatalogTable) -> WrittenQuestion:
    def is_range(value: object) -> bool:
        match value:
            case [int(low), int(high)]:
                return _is_positive(low) and low <= high
        return False

    low, high = table.take("words", "two word counts [min, max]", is_range)
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
    """Check that names and numbers are unique, because they are keys elsewhere, and that needs come first."""
    functions = [question.function for question in assignment.questions]
    names = functions + [module.name for module in assignment.modules]
    names += [written.name for written in assignment.written]
    numbers = [each.number for each in assignment.pieces]
    for what, given in (("name", names), ("number", numbers)):
        for each in given:
            if given.count(each) > 1:
                raise CatalogError(f"{place}: the {what} {each!r} is used twice")
    for question in assignment.questions:
        for need in question.needs:
            if need not in functions[: functions.index(question.function)]:
                raise CatalogError(
                    f"{place}: {question.function} needs {need!r}, which is not an earlier question"
                )
