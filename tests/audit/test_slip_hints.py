"""Hints that slips get: each needs an explanation, and an explanation needs its chaff and its slip."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from autograder.answer_key.build import full_key
from autograder.answer_key.variants import VariantError
from autograder.audit.slip_hints import (
    draw_slips,
    print_slips,
    questions_of,
    read_explanations,
    slips_of,
)
from autograder.catalog import Project
from tests.audit.conftest import HIDDEN, write_variants

SOLUTION = """
def double(x):
    if isinstance(x, str):
        raise TypeError
    return _plus(x, x)


def _plus(x, y):
    return x + y


def halve(x):
    return x / 2
"""
# Refuses nothing, as the slip without the check does; and adds up wrongly, as no slip does.
ACCEPTS = (
    '"""A text has a double."""\n\nHINT = "What is a text twice?"\n\n\ndef double(x):\n    return 2 * x\n'
)
WHEAT = '''"""By a loop."""


def double(x):
    if isinstance(x, str):
        raise TypeError
    return 2 * x
'''


@pytest.fixture
def slipping(tiny: Callable[..., Project]) -> Project:
    project = tiny(HIDDEN)
    (project.solutions_folder / "student.py").write_text(SOLUTION, encoding="utf-8")
    write_variants(project.chaffs_folder, {"accepts": ACCEPTS})
    write_variants(project.wheats_folder, {"by_product": WHEAT})
    return project


def audited(project: Project, drawn: int = 0) -> tuple[int, str]:
    out = io.StringIO()
    status = print_slips(project, full_key(project, 1), Console(file=out, width=200), drawn=drawn)
    return status, out.getvalue()


def explain(project: Project, line: str, chaff: str = "accepts") -> None:
    text = f'[student.{chaff}]\nwhy = "both accept a text"\nslips.double = ["{line}"]\n'
    project.shared_hints_file.write_text(text, encoding="utf-8")


LINE = "without if isinstance(x, str): raise TypeError"


@pytest.mark.slow
def test_a_hint_that_a_slip_gets_is_refused_until_it_is_explained(slipping: Project) -> None:
    status, out = audited(slipping)
    assert status == 1
    assert f"! student.double: left out: {LINE}" in out
    assert "gets the hint of student/accepts in 1.1: What is a text twice?" in out
    explain(slipping, LINE)
    status, out = audited(slipping)
    assert (status, "0 of them unexplained" in out) == (0, True), out


@pytest.mark.slow
def test_explanations_of_what_is_not_there_are_refused(slipping: Project) -> None:
    explain(slipping, LINE, chaff="gone")
    status, out = audited(slipping)
    assert status == 1
    assert "shared_hints.toml: student/gone or its slip does not exist" in out


@pytest.mark.parametrize("text", ['[student.x]\nwhy = "so"\n', '[student.x]\nslips.double = ["a"]\n'])
def test_an_explanation_has_a_reason_and_slips(slipping: Project, text: str) -> None:
    slipping.shared_hints_file.write_text(text, encoding="utf-8")
    with pytest.raises(VariantError, match="student/x needs `why` and `slips`"):
        read_explanations(slipping)


def test_slips_are_drawn_from_wheats_too_and_by_a_seed(slipping: Project, tmp_path: Path) -> None:  # noqa: ARG001
    drawn = draw_slips(slipping, 8, 5)
    assert [slip.text for slip in drawn] == [slip.text for slip in draw_slips(slipping, 8, 5)]
    assert [slip.text for slip in drawn] != [slip.text for slip in draw_slips(slipping, 8, 6)]
    assert sum("By a loop" in slip.text for slip in drawn) == 4


def test_a_helpers_slip_changes_the_questions_that_use_it(slipping: Project) -> None:
    (slip, *_) = (each for each in slips_of(slipping) if each.function == "_plus")
    assert {question.function for question in questions_of(slip, slipping)} == {"double"}
