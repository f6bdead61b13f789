"""The rubrics of the written answers, and what a TA needs with them: pages, prompts, sheets, checks.

Third floor: may import `grading`, `submissions` and `catalog`. Nothing here writes a mark: a person decides,
and what is computed (quotes, sums, flags, agreement) is shown to that person.
"""

from autograder.rubrics.model import Criterion, Level, Rubric, RubricError
from autograder.rubrics.read import read_rubric, read_rubrics

__all__ = ["Criterion", "Level", "Rubric", "RubricError", "read_rubric", "read_rubrics"]
