"""Evaluate an expression of figures, operators, brackets and rounding functions."""

import ast
import math

import simpleeval

from autograder.marking.numbers.figures import Figure

OPERATORS = {"+", "-", "*", "/"}
FUNCTIONS = {"ceil": math.ceil, "floor": math.floor, "round": round}

Token = Figure | str
"""A figure, one of OPERATORS, one of FUNCTIONS, a bracket, or "="."""


class Expression:
    """One side of an equation, to be evaluated with several readings of its figures."""

    def __init__(self, side: list[Token]) -> None:
        """Parse a side.

        Raises:
            ValueError: It is not an expression.
        """
        self.figures = [token for token in side if isinstance(token, Figure)]
        numbers = iter(range(len(self.figures)))
        words = []
        for place, token in enumerate(side):
            if not isinstance(token, Figure):
                words.append(token)
            elif token.percent and place and side[place - 1] in {"+", "-"}:
                # "28.8 TB + 20 %" adds a fifth of what stands before it.
                sign = words.pop()
                words.append(f"* (1 {sign} n{next(numbers)})")
            else:
                words.append(f"n{next(numbers)}")
        self.source = " ".join(words)
        try:
            self._node = simpleeval.SimpleEval.parse(self.source)
        except (SyntaxError, simpleeval.InvalidExpression, RecursionError, MemoryError) as error:
            raise ValueError("not an expression") from error
        if any(
            isinstance(node, ast.Call) and not isinstance(node.func, ast.Name)
            for node in ast.walk(self._node)
        ):
            raise ValueError("a number before a bracket")

    def value(self, values: list[float]) -> float:
        """Return the value of the side.

        Args:
            values: The value of each figure, in order.

        Raises:
            ValueError: It has none, such as a division by zero.
        """
        names = {f"n{place}": value for place, value in enumerate(values)}
        evaluator = simpleeval.SimpleEval(names=names, functions=FUNCTIONS)
        try:
            value = float(evaluator.eval(self.source, previously_parsed=self._node))
        except (ArithmeticError, TypeError, simpleeval.InvalidExpression, RecursionError) as error:
            raise ValueError("no value") from error
        if not math.isfinite(value):
            raise ValueError("no value")
        return value


def without_odd_brackets(side: list[Token]) -> list[Token]:
    """Drop unmatched brackets, functions without a bracket, and operators at the ends."""
    open_at: list[int] = []
    odd: set[int] = set()
    for place, token in enumerate(side):
        if token == "(":
            open_at.append(place)
        elif token == ")" and open_at:
            open_at.pop()
        elif token == ")":
            odd.add(place)
    odd.update(open_at)
    kept = [token for place, token in enumerate(side) if place not in odd]
    kept = [
        token
        for place, token in enumerate(kept)
        if token not in FUNCTIONS or kept[place + 1 : place + 2] == ["("]
    ]
    first, last = 0, len(kept)
    while first < last and kept[first] in OPERATORS:
        first += 1
    while last > first and kept[last - 1] in OPERATORS:
        last -= 1
    return kept[first:last]
