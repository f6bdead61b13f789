"""Cross-check the numbers in an answer, for the TA. Never a mark.

`figures` finds numbers with their units; `equations` and `tables` find written-out sums. `check` compares
them with the numbers that the question gives (`GivenNumbers`, from the rubric).
"""

from autograder.marking.numbers.check import Row, RowState, check_numbers

__all__ = ["Row", "RowState", "check_numbers"]
