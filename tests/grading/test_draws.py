"""Draws with declared properties, and the random numbers that a question's tests share."""

from collections.abc import Callable

import numpy as np
import pytest

from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading.draws import MAX_DRAWS, between, drawn

HIDDEN = """
def number(rng):
    return int(rng.integers(2**40))

@pytest.mark.part("1.1.core")
def test_one(student, reference, question_rng):
    x = number(question_rng)
    assert_same(student.double(x), reference.double(x))

@pytest.mark.part("1.1.errors")
def test_another(student, reference, question_rng):
    x = number(question_rng)
    assert_same(student.double(x), reference.double(x))

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    assert_same(student.halve(8), reference.halve(8))
"""


def test_a_draw_has_all_declared_properties() -> None:
    rng = np.random.default_rng(1)
    cases = [
        drawn(
            rng,
            lambda rng: (between(rng, 1, 9), between(rng, 1, 9)),
            lambda case: case[0] > case[1],
            lambda case: sum(case) % 2 == 0,
        )
        for _ in range(50)
    ]
    assert all(a > b and (a + b) % 2 == 0 for a, b in cases)
    assert len(set(cases)) > 10


def test_both_ends_of_a_range_are_drawn() -> None:
    rng = np.random.default_rng(1)
    assert {between(rng, -1, 1) for _ in range(100)} == {-1, 0, 1}


def test_properties_that_contradict_each_other_are_an_error_of_the_grader() -> None:
    draws = []

    def make(rng: np.random.Generator) -> int:
        draws.append(between(rng, 0, 1))
        return draws[-1]

    with pytest.raises(GraderError, match="properties"):
        drawn(np.random.default_rng(1), make, lambda n: n > 1)
    assert len(draws) == MAX_DRAWS


def test_the_tests_of_a_question_share_random_numbers(tiny: Callable[..., Project]) -> None:
    calls = build_key(tiny(HIDDEN), 2**127 + 1).calls
    digests = {test.rpartition("::")[2]: call[0].digest for test, call in calls.items()}
    assert digests["test_one"] == digests["test_another"]
    other = build_key(tiny(HIDDEN), 2**127 + 2).calls
    assert digests["test_one"] not in {call[0].digest for call in other.values()}
