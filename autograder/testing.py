"""The face for authors of hidden tests: everything that `course/` may import of this package.

A hidden test takes `student` and `reference`, calls one function on each, and asserts on the two answers.

>>> Record("Recipe", {"steps": 3}).fields
{'steps': 3}
"""

from autograder.grading.assertions import (
    Answer,
    assert_close,
    assert_number,
    assert_raises,
    assert_same,
    assert_same_calls,
    assert_that,
    assert_unchanged,
)
from autograder.grading.draws import between, drawn
from autograder.grading.fixtures import Caller
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor

__all__ = [
    "Answer",
    "Callback",
    "Caller",
    "Opaque",
    "Provided",
    "Record",
    "Tensor",
    "assert_close",
    "assert_number",
    "assert_raises",
    "assert_same",
    "assert_same_calls",
    "assert_that",
    "assert_unchanged",
    "between",
    "drawn",
]
