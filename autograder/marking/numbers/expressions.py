"""Evaluate an expression of figures, operators and brackets."""

import operator
from collections.abc import Callable

from autograder.marking.numbers.figures import Figure

OPERATORS: dict[str, tuple[int, Callable[[float, float], float]]] = {
    "+": (1, operator.add),
    "-": (1, operator.sub),
    "*": (2, operator.mul),
    "/": (2, operator.truediv),
}

Token = Figure | str
"""A figure, one of OPERATORS, a bracket, or "="."""


def without_odd_brackets(side: list[Token]) -> list[Token]:
    """Drop unmatched brackets, and operators at the ends."""
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
    first, last = 0, len(kept)
    while first < last and kept[first] in OPERATORS:
        first += 1
    while last > first and kept[last - 1] in OPERATORS:
        last -= 1
    return kept[first:last]


def evaluate(side: list[Token], values: dict[int, float]) -> float:
    """Evaluate one side by the shunting-yard algorithm.

    Args:
        side: Figures, operators and brackets.
        values: Value of each figure, by its `id`.

    Raises:
        ValueError: It is not an expression.
    """
    numbers: list[float] = []
    waiting: list[str] = []

    def reduce() -> None:
        if len(numbers) < 2:
            raise ValueError("an operator without two operands")
        second, first = numbers.pop(), numbers.pop()
        numbers.append(OPERATORS[waiting.pop()][1](first, second))

    for token in side:
        if isinstance(token, Figure):
            numbers.append(values[id(token)])
        elif token == "(":
            waiting.append(token)
        elif token == ")":
            while waiting and waiting[-1] != "(":
                reduce()
            if not waiting:
                raise ValueError("an unmatched bracket")
            waiting.pop()
        else:
            while waiting and waiting[-1] != "(" and OPERATORS[waiting[-1]][0] >= OPERATORS[token][0]:
                reduce()
            waiting.append(token)
    while waiting:
        reduce()
    if len(numbers) != 1:
        raise ValueError("numbers without an operator between them")
    return numbers[0]
