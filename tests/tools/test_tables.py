"""Tables of answers: the learners know what they should, and a table earns nearly nothing."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from table_learning import Table
from templates import Sample

from autograder.sandbox.outcome import End, Outcome, StudentError

TOOL = Path(__file__).parents[2] / "tools" / "quality" / "tables.py"


def sample(number: int, answer: Any, *args: Any) -> Sample:
    return Sample("f", number, (args, {}), (), Outcome(End.VALUE, answer))


def replayed(samples: list[list[Sample]], *args: Any, learner: str = "by number", number: int = 0) -> Any:
    return Table(learner, samples).outcome("f", number, (args, {}), ()).value


def test_an_answer_that_is_an_element_of_the_input_is_learned() -> None:
    terms = [[sample(0, [ids[2], -100], ids)] for ids in ([4, 5, 6], [7, 8, 9])]
    assert replayed(terms, [1, 2, 3]) == [3, -100]


def test_an_answer_that_is_affine_is_learned_exactly() -> None:
    terms = [[sample(0, 12 * n + 7, n)] for n in (10**24 + 1, 5, 99)]
    assert replayed(terms, 2**80) == 12 * 2**80 + 7
    terms = [[sample(0, 3 * a - b, a, b)] for a, b in ((1, 5), (20, 3), (7, 70), (11, 2))]
    assert replayed(terms, 1000, 1) == 2999


def test_an_answer_that_is_no_such_function_is_not_learned() -> None:
    terms = [[sample(0, a * b, a, b)] for a, b in ((10, 50), (20, 30), (71, 70), (11, 25))]
    assert replayed(terms, 100, 13) != 1300


def test_a_text_with_gaps_is_learned() -> None:
    terms = [[sample(0, f"<{role}: {text}>", role, text)] for role, text in (("me", "hello"), ("you", "hi!"))]
    assert replayed(terms, "they", "well") == "<they: well>"


def test_calls_are_recognised_by_discrete_arguments_and_by_lengths() -> None:
    terms = [[sample(0, 4 * n, n, "four"), sample(1, 2 * n, n, "two")] for n in (100, 300, 500)]
    assert replayed(terms, 1_000, "two", learner="by discrete arguments", number=7) == 2_000
    terms = [[sample(0, [b, a], [a, b]), sample(1, [a], [a])] for a, b in ((10, 20), (30, 50), (60, 70))]
    assert replayed(terms, [81, 82], learner="by lengths", number=7) == [82, 81]


def test_an_error_is_learned() -> None:
    error = StudentError(("ValueError", "Exception"), "", 0, "")
    refused = Sample("f", 0, ((0,), {}), (), Outcome(End.ERROR, error=error))
    table = Table("by number", [[refused], [refused]])
    assert table.outcome("f", 0, ((-1,), {}), ()).error == error


@pytest.mark.slow
def test_tables_earn_four_points_at_most_beside_what_is_proportional() -> None:
    done = subprocess.run(
        [sys.executable, TOOL, "--sets", "1", "--most", "4"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all others, best" in done.stdout
