"""Draws of a hidden test's input: its structure as well as its values, with properties that are declared.

A table of answers that was learned in other terms knows structures that it has seen, and no others.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from autograder.errors import GraderError

T = TypeVar("T")
MAX_DRAWS = 1000
"""Draws without success after which the properties contradict the ranges."""


def drawn(
    rng: np.random.Generator, make: Callable[[np.random.Generator], T], *properties: Callable[[T], bool]
) -> T:
    """Return the first draw that has all the declared properties.

    Declare what decides which mistakes show, so that the same ones do under every seed.

    Args:
        rng: of the test, or of the question.
        make: draws a case from ranges.
        properties: each returns whether a case has it.

    Raises:
        GraderError: none of many draws has them all.

    >>> n = drawn(np.random.default_rng(0), lambda rng: int(rng.integers(10)), lambda n: n % 5 == 4)
    >>> n in (4, 9)
    True
    """
    for _ in range(MAX_DRAWS):
        case = make(rng)
        if all(has(case) for has in properties):
            return case
    raise GraderError(f"none of {MAX_DRAWS} draws has the properties that a hidden test declares")


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """Return an int from `low` to `high`, both included.

    >>> between(np.random.default_rng(0), 3, 3)
    3
    """
    return int(rng.integers(low, high + 1))
