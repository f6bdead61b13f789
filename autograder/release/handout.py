"""The tables of the handout, generated from the catalog and the rubrics."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from autograder.catalog import Assignment, CatalogError, Module, Project, WrittenQuestion
from autograder.rubrics import read_rubric

REGION = re.compile(r"(<!-- BEGIN GENERATED (\S+) -->\n).*?(<!-- END GENERATED \2 -->)", re.DOTALL)

AI_WORDS = {
    "none": "none",
    "ask": "may explain, may not write",
    "allowed": "allowed, declared",
}


def fill_handout(text: str, project: Project) -> str:
    """Return the handout with each generated region filled.

    Raises:
        CatalogError: a region is unknown, or is missing.
        RubricError: a rubric is missing or invalid.
    """
    regions = _regions(project)
    found = [match[2] for match in REGION.finditer(text)]
    if unknown := [name for name in found if name not in regions]:
        raise CatalogError(f"README.md: unknown region {unknown[0]!r}")
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
        regions[f"criteria-{written.number.lower()}"] = partial(_criteria, project, written.number)
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


def _criteria(project: Project, number: str) -> str:
    """Return the criteria of one written question as students see them, without the notes for graders."""
    rows: list[tuple[str, str]] = []
    for criterion in read_rubric(project, number).criteria:
        text, points = _cell(criterion.text), f"{criterion.points:g}"
        rows.append((f"**{text}**", f"up to {points}") if criterion.levels else (text, points))
        rows += [(f"&nbsp;&nbsp;· {_cell(level.text)}", f"{level.points:g}") for level in criterion.levels]
    return _table(("Criterion", "Points"), rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
