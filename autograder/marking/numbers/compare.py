"""Compare the two sides of an equation, in each way in which its figures may be meant.

A number without a unit may be in any unit that fits; a number with a unit is taken at its word.
"""

import math
from collections.abc import Iterator
from enum import Enum, auto
from itertools import islice, product

from autograder.marking.numbers.digits import fit_together
from autograder.marking.numbers.expressions import Expression, Token
from autograder.marking.numbers.figures import Figure, Kind
from autograder.rubrics.model import GivenNumbers

EXACT, CLOSE = 0.002, 0.01
MAX_READINGS = 64
MAX_COUNT = 64
"""A bare whole number up to here counts something (bytes of a parameter, moments, GPUs) if it multiplies."""
CONVERSIONS = {1e3, 1e6, 1e9, 1e12, 1024.0, 1024.0**2, 1024.0**3, 1024.0**4}
WHOLE = {Kind.PLAIN, Kind.NODES, Kind.GPUS}


class Result(Enum):
    """How the right side of an equation compares with the left."""

    AGREES = auto()
    DIGITS_AGREE = auto()
    """Units are omitted, or decimal and binary ones mixed; the digits agree."""
    ROUNDED_UP = auto()
    """A whole number of nodes that is enough."""
    ROUNDED_DOWN = auto()
    """A whole number of nodes that is too small."""
    DIFFERS = auto()


class Comparison:
    """The comparison of an expression with a stated figure."""

    def __init__(self, side: list[Token], stated: Figure, given: GivenNumbers, *, about: bool) -> None:
        """Prepare it.

        Raises:
            ValueError: The side is not an expression.
        """
        self.given = given
        self.expression = Expression(side)
        self.figures = self.expression.figures
        self.stated = stated
        self.about = about
        self.floors = side[0] == "floor" and "+" not in side
        self.divides = self.floors or "/" in side or "ceil" in side
        self.counts = [
            self._is_count(place, side) for place, token in enumerate(side) if isinstance(token, Figure)
        ]
        self.multiplied = [
            "*" in (*side[place - 1 : place], *side[place + 1 : place + 2])
            for place, token in enumerate(side)
            if isinstance(token, Figure)
        ]

    def result(self) -> tuple[Result, float]:
        """Return the best result over all readings, with the value of the left side as it is written."""
        first = self.expression.value([self._scaled(place) for place in range(len(self.figures))])
        best = Result.DIFFERS
        for values, rights, agreement in islice(self._readings(), 4 * MAX_READINGS):
            try:
                left = self.expression.value(values)
            except ValueError:
                continue
            for right in rights:
                # Units are left out: the digits have to agree, not the power of a thousand.
                scaled = _nearest_thousand(right, left) if agreement is Result.DIGITS_AGREE else left
                found = self._compare(scaled, right)
                found = agreement if found is Result.AGREES else found
                if found.value < best.value:
                    best, first = found, scaled
        return best, first

    def _readings(self) -> Iterator[tuple[list[float], list[float], Result]]:
        """Yield values for the figures, values for the stated one, and what it means if they agree."""
        choices = [self._choices(place, figure) for place, figure in enumerate(self.figures)]
        stated = _uses(self.stated, self.given)
        free = any(self._is_free(place) for place in range(len(self.figures)))
        units = {figure.factor for figure in (*self.figures, self.stated) if figure.kind is Kind.BYTES}
        for pairs in islice(product(*choices), MAX_READINGS):
            chosen = tuple(value for value, _ in pairs)
            usages = [usage for _, usage in pairs]
            rights = [value for value, usage in stated if fit_together([*usages, usage])]
            if not rights:
                continue
            for scale in [1.0, *sorted(units)] if free else [1.0]:
                values = [
                    each * scale if self._is_free(place) and each == self._bare(each) else each
                    for place, each in enumerate(chosen)
                ]
                yield values, rights, Result.AGREES
                if free or (self.stated.is_bare and self._value(values) >= 1e6):
                    yield values, rights, Result.DIGITS_AGREE
            if all(map(self._is_free, range(len(chosen)))) and self.stated.kind is not Kind.PLAIN:
                yield list(chosen), [right / self.stated.factor for right in rights], Result.AGREES
            yield from self._converted(chosen, rights)
            yield from self._binary(chosen, rights)

    def _value(self, values: list[float]) -> float:
        try:
            return self.expression.value(values)
        except ValueError:
            return 0.0

    def _converted(
        self, chosen: tuple[float, ...], rights: list[float]
    ) -> Iterator[tuple[list[float], list[float], Result]]:
        """Divide by 1000 or 2^30 to change the unit: "7e9 × 8 / 2^30 = 52.2 GiB"."""
        if self.stated.kind is not Kind.BYTES or not any(
            figure.kind is Kind.PLAIN and figure.value in CONVERSIONS for figure in self.figures
        ):
            return
        digits = [
            value / (figure.factor if figure.kind is Kind.BYTES else 1)
            for value, figure in zip(chosen, self.figures, strict=True)
        ]
        stated = [right / self.stated.factor for right in rights]
        yield digits, stated, Result.AGREES
        yield list(chosen), stated, Result.AGREES

    def _binary(
        self, chosen: tuple[float, ...], rights: list[float]
    ) -> Iterator[tuple[list[float], list[float], Result]]:
        """Take all of GB and TB for powers of 1024, as long as nothing in the equation says GiB."""
        known = (*self.figures, self.stated)
        if self.stated.kind is not Kind.BYTES or any(_is_binary(figure) for figure in known):
            return
        values = [value * _as_binary(figure) for value, figure in zip(chosen, self.figures, strict=True)]
        yield values, [right * _as_binary(self.stated) for right in rights], Result.DIGITS_AGREE

    def _choices(self, place: int, figure: Figure) -> list[tuple[float, str]]:
        """Return the values that a figure may have, the likeliest first."""
        (_, usage), *others = _uses(figure, self.given)
        values = [(self._scaled(place), usage), *others]
        if figure.kind is Kind.BYTES or self._is_free(place):
            values += [(exact, usage) for value, usage in values for exact in self._unrounded(figure, value)]
        return list(dict.fromkeys(values))

    def _unrounded(self, figure: Figure, value: float) -> Iterator[float]:
        """Yield the exact numbers that a writer may have rounded to this one: 1.128 for 1.1, 28.8 for 29."""
        digits = f"{figure.mantissa:g}".replace(".", "").strip("0")
        if len(digits) > 2 or not value:
            return
        for scale in (1.0,) if figure.kind is Kind.BYTES else (1e9, 1e12):
            parts = round(value * scale / self.given.parameters)
            for exact in (self.given.node_bytes / scale, parts * self.given.parameters / scale):
                if 0 < abs(exact - value) <= 0.501 * figure.step:
                    yield exact

    def _scaled(self, place: int) -> float:
        """Return a figure's value; the number of parameters is known by its digits where it multiplies."""
        figure = self.figures[place]
        if figure.is_bare and self.multiplied[place]:
            for unit in (1e12, 1e9):
                if figure.value == self.given.parameters / unit:
                    return self.given.parameters
        return figure.value

    def _bare(self, value: float) -> float:
        """Return the value itself, unless it is the number of parameters, whose scale is known."""
        return math.nan if value == self.given.parameters else value

    def _is_free(self, place: int) -> bool:
        """Whether a figure has no unit, and is too large or broken to be a plain count."""
        figure = self.figures[place]
        if not figure.is_bare or self.counts[place] or figure.value >= 1e6:
            return False
        return not (self.multiplied[place] and self._scaled_by_digits(figure))

    def _scaled_by_digits(self, figure: Figure) -> bool:
        return any(figure.value == self.given.parameters / unit for unit in (1e12, 1e9))

    def _is_count(self, place: int, side: list[Token]) -> bool:
        figure = side[place]
        if not isinstance(figure, Figure) or not figure.is_bare or not figure.value.is_integer():
            return False
        near = (*side[place - 1 : place], *side[place + 1 : place + 2])
        # "36 / 1.128 TB" begins with an amount; "16 × 1.8T" with a count.
        return (figure.value <= MAX_COUNT and "*" in near) or (
            not any(isinstance(token, Figure) and not token.is_bare for token in side)
            and figure.value <= MAX_COUNT
            and self.stated.is_bare
        )

    def _compare(self, left: float, right: float) -> Result:
        whole = self.stated.kind in WHOLE and self.stated.is_bare | (self.stated.kind is not Kind.PLAIN)
        if whole and self.divides and right.is_integer() and right < 1e4:
            if math.isclose(left, right, rel_tol=1e-3, abs_tol=1e-9):
                return (
                    Result.ROUNDED_DOWN
                    if self.floors and self.stated.kind is not Kind.PLAIN
                    else Result.AGREES
                )
            if right == math.ceil(left):
                return Result.ROUNDED_UP
            if right == math.floor(left):
                return Result.ROUNDED_DOWN
            return Result.DIFFERS
        return Result.AGREES if self._close(left, right) else Result.DIFFERS

    def _close(self, left: float, right: float) -> bool:
        if not right:
            return left == right
        step = self.stated.step * right / self.stated.value if self.stated.value else 0.0
        # Many writers cut digits off in place of rounding; a whole number in thousands is rounded.
        decimals = not self.stated.mantissa.is_integer()
        allowed = step * (1.001 if decimals or self.about else 0.501)
        if not self.stated.mantissa.is_integer() or self.about:
            allowed = min(allowed, (0.04 if self.about else CLOSE * 2) * abs(right))
        else:
            allowed = min(allowed, 0.05 * abs(right))
        return abs(left - right) <= max(allowed, EXACT * abs(right))


def _uses(figure: Figure, given: GivenNumbers) -> list[tuple[float, str]]:
    """Return a figure's readings with their use of marks; a number of the question tells nothing about it."""
    values = (figure.value, *figure.others)
    digits = {given.node_bytes / 10.0**power for power in (0, 9, 12)}
    digits |= {given.parameters / 10.0**power for power in (0, 9, 12)}
    return [
        (value, "" if value in digits else usage) for value, usage in zip(values, figure.usages, strict=True)
    ]


def _nearest_thousand(target: float, value: float) -> float:
    """Multiply a value by the power of 1000 that brings it nearest to a target."""
    if target <= 0 or value <= 0:
        return value
    return float(value * 1000.0 ** round(math.log(target / value, 1000)))


def _is_binary(figure: Figure) -> bool:
    return figure.kind is Kind.BYTES and math.log2(figure.factor).is_integer() and figure.factor > 1


def _as_binary(figure: Figure) -> float:
    if figure.kind is not Kind.BYTES or figure.factor <= 1:
        return 1.0
    return float(1.024 ** round(math.log(figure.factor, 1000)))
