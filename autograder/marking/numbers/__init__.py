"""Holds the figures of a Q3 answer against each other, for the TA. Never a mark.

`figures` finds numbers with their units, `equations` and `tables` the sums written out, `check` compares.
Part of `rubrics`; imports nothing else of it but `characters`.
"""

from autograder.marking.numbers.check import Row, check_numbers

__all__ = ["Row", "check_numbers"]
