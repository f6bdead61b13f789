"""The engine knows no module, function, class, variant or figure of the course."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import autograder
from autograder.catalog import Project

PACKAGE = Path(autograder.__file__).parent
ROOT = PACKAGE.parent
COURSE = Project(ROOT)
MINI = Project(ROOT / "tests" / "mini_assignment")
COMMON_WORDS = {
    "memory": "RAM",
    "context": "of a call, of a manager",
    "gigabytes": "a unit",
    "fractions": "a module of the standard library",
}
"""Names of the course that are also common words: they count in quotes only, modules also with `.py`."""
ALLOWED: dict[tuple[str, str], str] = {
    ("audit/attacks/world.py", "memory"): "a place where a secret may be seen",
    ("messages/instructors.py", "llm-assignment"): "the distribution's name, in the command that installs it",
    ("sandbox/inside/layers/container_memory.py", "memory"): "a controller of Linux' control groups",
    ("sandbox/inside/layers/control_groups.py", "memory"): "a controller of Linux' control groups",
}
"""Names that may stand in a file of the engine, each with the reason."""
NUMBER = re.compile(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?(?:[eE]\+?\d+)?(?![\w.]*\w)")
MIN_FIGURE = 1_000
"""Smaller figures may mean anything."""
MAX_TEXT = 25
"""Characters of a text that names something; longer ones explain."""


class Names(NamedTuple):
    """Names that identify a course."""

    functions: set[str]
    modules: set[str]
    written: set[str]
    titles: set[str]
    variants: set[str]
    classes: set[str]
    worker_models: set[str]
    figures: set[float]
    texts: set[str]
    """Words and figures that a rubric's [numbers] table spells out."""


@cache
def names_of(project: Project) -> Names:
    assignment = project.assignment
    numbers = list(leaves_of_numbers(project))
    return Names(
        functions={question.function for question in assignment.questions},
        modules={module.name for module in assignment.modules},
        written={name for each in assignment.written for name in (each.name, each.number)},
        titles={assignment.title, assignment.slug, *(each.title for each in assignment.pieces)},
        variants={
            path.stem
            for folder in (project.chaffs_folder, project.wheats_folder)
            for path in folder.glob("*/*.py")
        },
        classes={
            node.name
            for path in (project.assignment_folder / "provided").glob("*.py")
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef)
        },
        worker_models={
            name
            for path in project.worker_models_folder.glob("*.py")
            for name in keys_of_models(path.read_text(encoding="utf-8"))
        },
        figures={
            scaled
            for figure in numbers
            if isinstance(figure, int | float) and not isinstance(figure, bool)
            for scaled in scales_of(figure)
        },
        texts={
            text for text in numbers if isinstance(text, str) and re.search(r"\d", text) and len(text) < 25
        },
    )


def leaves_of_numbers(project: Project) -> Iterator[Any]:
    for path in sorted(project.rubrics_folder.glob("*.toml")):
        yield from leaves(tomllib.loads(path.read_text(encoding="utf-8")).get("numbers", {}))


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def keys_of_models(source: str) -> Iterator[str]:
    """The names in a module's table ``MODELS = {"Name": …}``, and of its classes."""
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(value, ast.Dict) and any(getattr(each, "id", "") == "MODELS" for each in targets):
            yield from (str(key.value) for key in value.keys if isinstance(key, ast.Constant))


def scales_of(figure: float) -> Iterator[float]:
    """A figure as it is and in thousands of units, as long as it is large and not round."""
    while figure >= MIN_FIGURE:
        is_round = len(f"{figure:.12g}".replace(".", "").partition("e")[0].strip("0")) == 1
        is_power_of_two = figure.is_integer() and int(figure) & (int(figure) - 1) == 0
        if not is_round and not is_power_of_two:
            yield float(figure)
        figure /= 1000


def names_in(text: str, names: Names, neutral: Names) -> Iterator[tuple[int, str]]:
    """The line and the name of all that names the course in a text.

    Args:
        neutral: names of another course; they are examples and count as nobody's.
    """
    words = names.functions | names.variants | names.classes | names.written | names.modules | names.texts
    words -= neutral.functions | neutral.written | neutral.modules | set(COMMON_WORDS)
    modules = names.modules - neutral.modules
    patterns = [
        rf"(?<!\w){any_of(words)}(?!\w)",
        rf"(?<!\w){any_of(modules)}\.py(?!\w)",
        rf"(?<=[\"'`]){any_of(modules | names.worker_models | set(COMMON_WORDS))}(?=[\"'`])",
        rf"(?i)(?<!\w){any_of(names.titles | {names_core(names)})}(?!\w)",
    ]
    for number, line in enumerate(text.splitlines(), start=1):
        found = {match[0] for pattern in patterns for match in re.finditer(pattern, line)}
        found |= {
            match[0]
            for match in NUMBER.finditer(line)
            if float(match[0].rstrip(",").replace(",", "").replace("_", "")) in names.figures
        }
        yield from ((number, name) for name in sorted(found))


def any_of(names: Iterable[str]) -> str:
    """A pattern for the longest name that fits."""
    return f"(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})"


def names_core(names: Names) -> str:
    """The longest title: in a sentence it starts in lower case, without its first word."""
    return max(names.titles, key=len).partition(" ")[2]


def engine_files() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix != ".pyc" and COURSE.course_folder not in path.parents
    ]


def test_the_engine_names_nothing_of_this_course() -> None:
    names, neutral = names_of(COURSE), names_of(MINI)
    found = []
    for path in engine_files():
        place = path.relative_to(PACKAGE).as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, name in names_in(text, names, neutral):
            if (place, name) not in ALLOWED:
                found.append(f"{place}:{number}: {name}")
        if path.stem in names.functions | names.variants | names.classes:
            found.append(f"{place}: the file's name")
    assert not found, "\n".join(found)


def test_each_exception_is_needed() -> None:
    names, neutral = names_of(COURSE), names_of(MINI)
    needed = {
        (place, name)
        for place in {place for place, _ in ALLOWED}
        for _, name in names_in((PACKAGE / place).read_text(encoding="utf-8"), names, neutral)
    }
    assert set(ALLOWED) - needed == set()
    assert set(COMMON_WORDS) <= names.modules | names.functions | names.variants


def test_each_kind_of_name_is_found_in_the_course() -> None:
    names = names_of(COURSE)
    assert [kind for kind in Names._fields if not getattr(names, kind)] == []
    assert len(names.functions) == len(COURSE.assignment.questions)


def lines_naming(names: Names) -> Iterable[tuple[str, str]]:
    for name in names.functions | names.variants | names.classes:
        yield f"`{name}`" if name in COMMON_WORDS else f"# calls {name}(x)", name
    yield from ((f'open("{name}.py")', f"{name}.py") for name in names.modules)
    yield from ((f'load("{name}")', name) for name in names.modules | names.worker_models)
    yield from ((f"as in {name}.", name) for name in names.titles | names.texts)
    yield from ((f"FIGURE = {name}", f"{name}") for name in names.figures)
    yield from ((f"about {name:,.0f} bytes", f"{name:,.0f}") for name in names.figures)


def test_a_name_is_found_wherever_it_stands() -> None:
    names, neutral = names_of(COURSE), names_of(MINI)
    missed = [
        line
        for line, name in lines_naming(names)
        if name not in {found for _, found in names_in(line, names, neutral)}
    ]
    assert missed == []


@pytest.mark.parametrize(
    "line",
    [
        "a page of memory, in the context of a call",
        "from contextlib import contextmanager  # memory_limit, context_of",
        "sampling.py has greedy and nucleus; Q1 is written/q1_temperature.md",
        "MAX_BYTES = 1_000_000  # 500e9, 4096, 1.8",
    ],
)
def test_common_words_and_neutral_names_pass(line: str) -> None:
    assert list(names_in(line, names_of(COURSE), names_of(MINI))) == []
