"""The report on draws: which variants vary from seed to seed, and which seeds are accepted."""

import subprocess
import sys
from pathlib import Path

import pytest
from draws import Subject, report

TOOL = Path(__file__).parents[2] / "tools" / "quality" / "draws.py"


def subject(kind: str, *lost: tuple[str, ...]) -> Subject:
    return Subject("sampling/idea", kind, {}, {"1.1"}, {"1.1"}, "", dict(enumerate(lost)))


def test_a_chaff_that_varies_refuses_the_odd_seed() -> None:
    chaff = subject("chaff", ("1.1.core",), ("1.1.core", "1.1.errors"), ("1.1.core",))
    lines, accepted = report([chaff], {"sampling/idea": ("1.1.core",)}, {0: [], 1: [], 2: []})
    assert accepted == 2
    assert "1.1.core 1.1.errors (1 seeds)" in lines[0]


def test_a_wheat_loses_nothing_under_any_seed() -> None:
    lines, accepted = report([subject("wheat", ("1.1.core",), ("1.1.core",))], {}, {0: [], 1: []})
    assert accepted == 0
    assert len(lines) == 1


def test_a_chaff_has_the_parts_of_the_matrix() -> None:
    lines, accepted = report([subject("chaff", ("1.1.core",))], {"sampling/idea": ("1.1.errors",)}, {0: []})
    assert accepted == 1
    assert "which the matrix does not say" in lines[0]


def test_hints_that_clash_refuse_a_seed() -> None:
    lines, accepted = report([], {}, {0: [("1.1", "one", "other")], 1: []})
    assert accepted == 1
    assert "one and other answer 1.1 alike" in lines[0]


@pytest.mark.slow
def test_the_first_draws_of_a_module_are_accepted() -> None:
    done = subprocess.run(
        [sys.executable, TOOL, "--seeds", "3", "--only", "sharding"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 of 3 seeds are accepted" in done.stdout
