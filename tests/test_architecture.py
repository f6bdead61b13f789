"""One plan, not four: ARCHITECTURE.md, the import contract, the engine and the course agree."""

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
CODE_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PLANNED = "later"

# Layers and packages


class Layer(NamedTuple):
    there: frozenset[str]
    planned: frozenset[str]


def layers_of_the_contract() -> list[Layer]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (each for each in config["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    assert contract["exhaustive"]
    layers = []
    for line in contract["layers"]:
        names = [name.strip() for name in line.split("|")]
        planned = {name.strip("()") for name in names if name.startswith("(")}
        layers.append(Layer(frozenset(names) - {f"({name})" for name in planned}, frozenset(planned)))
    return layers


def rows_of_the_page() -> list[tuple[str, str]]:
    """The layer's number and the packages of each row."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = page.partition("\n## Layers and packages\n")[2].partition("\n## ")[0]
    cells = [line.split("|") for line in section.splitlines() if line.startswith("|")][2:]
    return [(number.strip(), packages) for _, number, packages, *_ in cells]


def layers_of_the_page() -> list[Layer]:
    layers = []
    for _, packages in rows_of_the_page():
        there, _, planned = packages.partition(PLANNED)
        layers.append(Layer(*(frozenset(CODE_SPAN.findall(cell)) for cell in (there, planned))))
    return layers


def test_the_page_and_the_contract_name_the_same_layers() -> None:
    assert layers_of_the_page() == layers_of_the_contract()


def test_each_package_is_in_one_layer_and_planned_ones_are_not_there_yet() -> None:
    layers = layers_of_the_contract()
    named = [name for layer in layers for name in (*layer.there, *layer.planned)]
    assert len(named) == len(set(named))
    there = {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    assert {name for layer in layers for name in layer.there} == there


def test_docstrings_name_the_layers_of_the_page() -> None:
    numbers = [number for number, _ in rows_of_the_page()]
    assert numbers == sorted(numbers, reverse=True)
    named = 0
    for number, packages in rows_of_the_page():
        for name in CODE_SPAN.findall(packages.partition(PLANNED)[0]):
            path = PACKAGE / f"{name}.py"
            path = path if path.is_file() else PACKAGE / name / "__init__.py"
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            for said in re.findall(r"\bLayer (\d)", docstring):
                assert said == number, path
                named += 1
    assert named > 0


def test_the_page_names_files_that_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    paths = {name for name in CODE_SPAN.findall(page) if re.fullmatch(r"[\w.]+(/[\w.]*)+", name)}
    paths -= {"provided/", "fresh/"}  # folders of `assignment/` and of the student zip
    assert len(paths) > 10
    assert sorted(each for each in paths if not ((ROOT / each).exists() or (PACKAGE / each).exists())) == []


# Imports of the course


def imports_of_ours(source: str) -> set[str]:
    """Modules of the engine that a file imports, by statement or by a name in a string."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add("a relative import")
        elif isinstance(node, ast.ImportFrom) and node.module == "autograder":
            found |= {f"autograder.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if re.fullmatch(r"autograder(\.\w+)*", node.value) else set()
    return {name for name in found if name.partition(".")[0] in ("autograder", "a relative import")}


def files_of_the_course(project: Project) -> list[tuple[Path, set[str]]]:
    """Each Python file, and the parts of the engine that it may import."""
    may_use_the_face = (project.hidden_tests_folder, project.rubrics_folder)
    return [
        (path, {"autograder.testing"} if any(each in path.parents for each in may_use_the_face) else set())
        for path in sorted(project.course_folder.rglob("*.py"))
    ]


@pytest.mark.parametrize("project", [COURSE, MINI], ids=["course", "mini_assignment"])
def test_the_course_imports_the_face_for_authors_and_nothing_else_of_ours(project: Project) -> None:
    files = files_of_the_course(project)
    assert any(allowed for _, allowed in files)
    wrong = {
        path.relative_to(project.root).as_posix(): sorted(extra)
        for path, allowed in files
        if (extra := imports_of_ours(path.read_text(encoding="utf-8")) - allowed)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import autograder", {"autograder"}),
        ("import numpy, autograder.grading.key as key", {"autograder.grading.key"}),
        ("from autograder import testing, files", {"autograder.testing", "autograder.files"}),
        ("from autograder.testing import assert_same", {"autograder.testing"}),
        ("def f():\n    from autograder.sandbox import values", {"autograder.sandbox"}),
        ("import importlib\nimportlib.import_module('autograder.grading')", {"autograder.grading"}),
        ("from . import helpers", {"a relative import"}),
        ("import torch\nfrom provided.recipes import Recipe\n'autograder says so'", set()),
    ],
)
def test_imports_are_found(source: str, found: set[str]) -> None:
    assert imports_of_ours(source) == found


# Names of the course in the engine

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
