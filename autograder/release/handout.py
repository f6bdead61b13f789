"""The tables of the handout, made from the catalog and the rubrics."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from autograder.catalog import Assignment, CatalogError, Module, Project, WrittenQuestion

REGION = re.compile(r"(<!-- BEGIN GENERATED (\S+) -->\n).*?(<!-- END GENERATED \2 -->)", re.DOTALL)

AI_WORDS = {
    "none": "none",
    "ask": "may explain, may not write",
    "allowed": "allowed, declared",
}


def fill_handout(text: str, project: Project) -> str:
    """The handout with every generated region made anew.

    Raises:
        CatalogError: a region has a name that nothing makes, or one that should be there is missing.
    """
    regions = _regions(project)
    found = [match[2] for match in REGION.finditer(text)]
    if unknown := [name for name in found if name not in regions]:
        raise CatalogError(f"README.md: nothing makes the region {unknown[0]!r}")
    if missing := [name for name in regions if name not in found]:
        raise CatalogError(f"README.md: the region {missing[0]!r} is missing")
    return REGION.sub(lambda match: f"{match[1]}\n{regions[match[2]]()}\n\n{match[3]}", text)


def _regions(project: Project) -> dict[str, Callable[[], str]]:
    assignment = project.assignment
    regions: dict[str, Callable[[], str]] = {
        "points": partial(_overview, assignment),
        "written": partial(_written, assignment),
    }
    for module in assignment.modules:
        regions[f"functions-{module.number}"] = partial(_functions, module)
    for written in assignment.written:
        key = written.number.lower()
        regions[f"criteria-{key}"] = partial(_criteria, project.rubrics_folder / f"{key}.toml", written)
    return regions


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _overview(assignment: Assignment) -> str:
    rows = [
        (
            f"{each.number}. {each.title}",
            f"`{each.path}`",
            f"{each.points:g}",
            f"{each.hours:g}",
            AI_WORDS[each.ai],
        )
        for each in assignment.pieces
    ]
    rows += [
        _sum("All functions", assignment.modules),
        _sum("All written answers", assignment.written),
        _sum("All", assignment.pieces),
    ]
    return _table(("Part", "File", "Points", "Hours, about", "Help by an AI assistant"), rows)


def _sum(title: str, pieces: Sequence[Module | WrittenQuestion]) -> tuple[str, str, str, str, str]:
    points, hours = sum(each.points for each in pieces), sum(each.hours for each in pieces)
    return f"**{title}**", "", f"**{points:g}**", f"**{hours:g}**", ""


def _functions(module: Module) -> str:
    rows = [
        (question.number, f"`{question.function}`", f"{question.points:g}") for question in module.questions
    ]
    return _table(("", "Function", "Points"), [*rows, ("", "**all**", f"**{module.points:g}**")])


def _written(assignment: Assignment) -> str:
    rows = [
        (each.number, f"`{each.path}`", each.summary, f"{each.words[0]}–{each.words[1]}", f"{each.points:g}")
        for each in assignment.written
    ]
    return _table(("", "File", "The question, in short", "Words", "Points"), rows)


def _criteria(path: Path, written: WrittenQuestion) -> str:
    """The criteria of one written answer, as students see them: never the notes for graders."""
    if not path.is_file():
        raise CatalogError(f"{path} does not exist: the criteria of {written.number} stand there")
    criteria = _read_criteria(path)
    total = sum(points for _, points, _ in criteria)
    if total != written.points:
        raise CatalogError(
            f"{path.name}: the criteria are worth {total:g} points, the catalog says {written.points:g}"
        )
    rows: list[tuple[str, str]] = []
    for text, points, levels in criteria:
        rows.append((f"**{text}**", f"up to {points:g}") if levels else (text, f"{points:g}"))
        rows += [(f"&nbsp;&nbsp;· {level}", f"{worth:g}") for level, worth in levels]
    return _table(("Criterion", "Points"), rows)


def _read_criteria(path: Path) -> list[tuple[str, float, list[tuple[str, float]]]]:
    """The text, the points and the levels (text and points) of each criterion."""
    try:
        criteria = tomllib.loads(path.read_text(encoding="utf-8"))["criteria"]
        return [
            (
                _cell(criterion["text"]),
                float(criterion["points"]),
                [(_cell(level["text"]), float(level["points"])) for level in criterion.get("levels", [])],
            )
            for criterion in criteria
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CatalogError(f"{path.name}: its criteria cannot be read: {error!r}") from error


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
