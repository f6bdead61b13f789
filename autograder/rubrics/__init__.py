"""The rubrics of the written questions: read, shown as Markdown, and illustrated by labelled samples.

Layer 3: may import `catalog` and the layers below it.
"""

from autograder.rubrics.model import Criterion, GivenNumbers, Level, Reading, Rubric, RubricError
from autograder.rubrics.read import read_rubric, read_rubrics

__all__ = [
    "Criterion",
    "GivenNumbers",
    "Level",
    "Reading",
    "Rubric",
    "RubricError",
    "read_rubric",
    "read_rubrics",
]
