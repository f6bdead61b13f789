"""Mutants of the solutions: their places, the survivors, and explanations of survivors."""

import ast
import io
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from autograder.answer_key.build import build_key
from autograder.audit.mutants import (
    Mutant,
    find_mutants,
    print_mutants,
    questions_of,
    read_explanations,
    report,
)
from autograder.catalog import Project
from autograder.grading.key import Key

SOURCE = '''
LIMIT = 1 + 1


def double(x):
    """Twice x > 0."""
    # BEGIN SOLUTION
    "also < a text"
    if isinstance(x, str):
        raise TypeError("a text " + "has no double")
    return _twice(x)
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _twice(x: "1 < 2"):
    return 2 * x


# END SOLUTION


def halve(x):
    # BEGIN SOLUTION
    half: "1 < 2" = x // 2
    return half
    # END SOLUTION
'''
# 1 // 3 is 1 // 2: one mutant of `halve` survives.
HIDDEN = '''
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("x", [1, 30])
def test_double(student, reference, x):
    """numbers, doubled"""
    assert_same(student.double(x), reference.double(x))


@pytest.mark.part("1.1.errors")
def test_double_text(student):
    """a text is refused"""
    assert_raises(student.double("a"), "TypeError")


@pytest.mark.part("1.2.core")
def test_halve(student, reference):
    """half of one"""
    assert_same(student.halve(1), reference.halve(1))
'''
SURVIVOR = 'half: "1 < 2" = x // 3'
COUNTS = Counter({"student": 3})


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    return list(find_mutants("student", SOURCE))


@pytest.fixture(scope="module")
def marked(tiny: Callable[..., Project]) -> tuple[Project, Key]:
    """The tiny assignment with `SOURCE` as its solution, and its key."""
    project = tiny(HIDDEN)
    (project.solutions_folder / "student.py").write_text(SOURCE, encoding="utf-8")
    return project, build_key(project, 1)


def a_mutant(line: str) -> Mutant:
    return Mutant("student", "halve", "", f"+    {line}", line)


def test_operators_change_numbers_calls_and_assignments(mutants: list[Mutant]) -> None:
    lines = {(mutant.function, mutant.line) for mutant in mutants}
    assert lines >= {
        ("_twice", "return 3 * x"),
        ("_twice", "return 2 / x"),
        ("double", "if isinstance(None, str):"),
        ("halve", 'half: "1 < 2" = None'),
        ("halve", SURVIVOR),
    }


def test_texts_annotations_and_what_stands_outside_the_markers_stay(mutants: list[Mutant]) -> None:
    for text in ("LIMIT = 1 + 1", '"also < a text"', '"""Twice x > 0."""', '"a text " + "has no double"'):
        assert all(text in mutant.source for mutant in mutants), text
    assert all(mutant.source.count('"1 < 2"') == 2 for mutant in mutants)


def test_each_mutant_is_python_and_unlike_the_others(mutants: list[Mutant]) -> None:
    meanings = {ast.dump(ast.parse(text)) for text in (SOURCE, *(mutant.source for mutant in mutants))}
    assert len(meanings) == len(mutants) + 1


def test_the_difference_is_the_lines_that_changed(mutants: list[Mutant]) -> None:
    [mutant] = [mutant for mutant in mutants if mutant.line == SURVIVOR]
    assert mutant.diff == '-    half: "1 < 2" = x // 2\n+    half: "1 < 2" = x // 3'


def test_a_helper_counts_for_its_callers(mutants: list[Mutant], marked: tuple[Project, Key]) -> None:
    numbers = {
        mutant.function: {question.number for question in questions_of(mutant, marked[0])}
        for mutant in mutants
    }
    assert numbers == {"_twice": {"1.1"}, "double": {"1.1"}, "halve": {"1.2"}}


def test_the_report_counts_killed_explained_and_surviving() -> None:
    explained, unexplained = a_mutant("one"), a_mutant("two")
    lines, complaints = report(COUNTS, [explained, unexplained], {explained.place: "nobody can tell"})
    assert lines == [
        "student: 3 mutants, 1 killed, 1 equivalent, 1 survive",
        "3 mutants, 1 killed of 2 that are not equivalent",
    ]
    assert complaints == ["a mutant of student.halve survives:\n+    two"]


def test_an_explanation_of_no_survivor_is_a_complaint() -> None:
    _, complaints = report(COUNTS, [], {("student", "halve", "gone"): "nobody can tell"})
    assert complaints == ["equivalent_mutants.toml explains no survivor: student / halve / gone"]


def test_a_survivor_is_shown_and_wrong(marked: tuple[Project, Key]) -> None:
    printed = io.StringIO()
    console = Console(file=printed, width=200)
    assert print_mutants(*marked, console) == 1
    assert printed.getvalue().count("survives:") == 1
    assert f"+    {SURVIVOR}" in printed.getvalue()


def test_explanations_are_read_from_the_checkout(tmp_path: Path) -> None:
    assert read_explanations(Project(tmp_path)) == {}
    path = Project(tmp_path).equivalent_mutants_file
    path.parent.mkdir(parents=True)
    path.write_text(f"[student.halve]\n'{SURVIVOR}' = \"nobody can tell\"\n", encoding="utf-8")
    assert read_explanations(Project(tmp_path)) == {("student", "halve", SURVIVOR): "nobody can tell"}


def test_every_entry_of_our_own_list_is_a_mutant(project: Project) -> None:
    modules = {module for module, _, _ in read_explanations(project)}
    places = {
        mutant.place
        for module in modules
        for mutant in find_mutants(
            module, (project.solutions_folder / f"{module}.py").read_text(encoding="utf-8")
        )
    }
    assert read_explanations(project).keys() <= places


def test_mutants_take_their_own_options_only(
    run_autograder: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    ended = run_autograder("audit", "mutants", "--update")
    assert ended.returncode == 2
    assert "--update" in ended.stderr
