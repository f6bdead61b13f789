"""Tables whose answers have any length: forms that are learned by recursion, index by index.

A form is one of these:

- a constant, or an element of the input, counted from the front or the back;
- an affine function of one or two numbers, or of a product or quotient of two;
- a text or a list of ids with gaps;
- a slice, or a list whose length is such a number.

A form at an index knows only the values at that index. Nothing is carried from one index to the next, because
that would be the function itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, permutations
from typing import Any

from form_inputs import MAX_ITEMS, Inputs, Nested, Path
from terms import solve

MAX_NUMBERS = 6
"""Numbers of an input that are multiplied and divided. With more, some would fit by chance."""
MAX_PAIRED = 3
"""Numbers whose products and quotients are paired, too."""

Form = Callable[[Inputs], Any]


def form_of(inputs: Sequence[Inputs], answers: Sequence[Any]) -> Form | None:
    """Return a form that explains all answers, or None."""
    first = answers[0]
    if any(type(each) is not type(first) for each in answers):
        return None
    if all(each == first for each in answers):
        return lambda _: first
    match first:
        case bool():
            return _element(answers, [each.names for each in inputs], "names")
        case int() | float():
            return _number(inputs, answers)
        case str():
            return _joined(inputs, answers, str)
        case dict():
            return _of_keys(inputs, answers)
        case Nested():
            if len({(each.dtype, each.n_dimensions) for each in answers}) > 1 or "float" in first.dtype:
                return None
            items = form_of(inputs, [each.items for each in answers])
            return items and (lambda given: Nested(first.dtype, first.n_dimensions, items(given)))
        case list():
            return _list(inputs, answers)
    return None


def _element(answers: Sequence[Any], places: Sequence[Mapping[Path, Any]], name: str) -> Form | None:
    for path, value in places[0].items():
        if value == answers[0] and all(
            path in own and type(own[path]) is type(answer) and own[path] == answer
            for own, answer in zip(places, answers, strict=True)
        ):
            return lambda given: getattr(given, name)[path]
    return None


@dataclass(frozen=True)
class Monomial:
    """A number of the input, a product of two, or a quotient."""

    factors: tuple[Path, ...]
    divisor: Path | None = None

    def value(self, scalars: Mapping[Path, Fraction]) -> Fraction:
        """Return its value; raises LookupError or ZeroDivisionError if there is none."""
        product = Fraction(1)
        for path in self.factors:
            product *= scalars[path]
        return product if self.divisor is None else product / scalars[self.divisor]


def _exact_terms(scalars: Mapping[Path, int | float]) -> dict[Path, Fraction]:
    return {path: Fraction(value) for path, value in scalars.items()}


def _number(inputs: Sequence[Inputs], answers: Sequence[int | float]) -> Form | None:
    found = _element(answers, [each.numbers for each in inputs], "numbers")
    if found or len(answers) < 3:
        return found
    columns = [_exact_terms(each.scalars) for each in inputs]
    paths = [
        path
        for path in columns[0]
        if all(path in own for own in columns) and len({own[path] for own in columns}) > 1
    ][:MAX_NUMBERS]
    terms = [Monomial((path,)) for path in paths]
    terms += [Monomial(pair) for pair in combinations_with_replacement(paths, 2)]
    terms += [
        Monomial((above,), below)
        for above, below in permutations(paths, 2)
        if all(own[below] for own in columns)
    ]
    paired = range(len(terms) if len(paths) <= MAX_PAIRED else len(paths))
    chosen: list[tuple[int, ...]] = [*((i,) for i in range(len(terms))), *combinations(paired, 2)]
    values = [[term.value(own) for own in columns] for term in terms]
    right = [Fraction(each) for each in answers]
    for places in chosen:
        rows = [[*(values[i][j] for i in places), Fraction(1)] for j in range(len(answers))]
        if len({tuple(row) for row in rows}) <= len(places) + 1 or (factors := solve(rows, right)) is None:
            continue
        if all(
            _near(_dot(factors, row), answer, answers[0]) for row, answer in zip(rows, right, strict=True)
        ):
            return _affine([terms[i] for i in places], factors, whole=isinstance(answers[0], int))
    return None


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _near(one: Fraction, right: Fraction, kind: int | float) -> bool:
    return one == right if isinstance(kind, int) else abs(one - right) <= abs(right) / 10**11


def _affine(terms: Sequence[Monomial], factors: Sequence[Fraction], *, whole: bool) -> Form:
    def value(given: Inputs) -> int | float:
        own = _exact_terms(given.scalars)
        total = _dot(factors, [*(term.value(own) for term in terms), Fraction(1)])
        return int(total) if whole else float(total)

    return value


def _of_keys(inputs: Sequence[Inputs], answers: Sequence[dict[str, Any]]) -> Form | None:
    forms: dict[str, Form] = {}
    for key in answers[0]:
        if any(key not in each for each in answers):
            return None
        form = form_of(inputs, [each[key] for each in answers])
        if form is None:
            return None
        forms[key] = form
    return lambda given: {key: form(given) for key, form in forms.items()}


def _list(inputs: Sequence[Inputs], answers: Sequence[list[Any]]) -> Form | None:
    ids = all(each and all(type(item) is int for item in each) for each in answers)
    if ids and (found := _slice(inputs, answers) or _joined(inputs, answers, list)):
        return found
    lengths = [len(each) for each in answers]
    length = form_of(inputs, lengths)
    if length is None or max(lengths) > MAX_ITEMS:
        return None
    forms: list[Form | None] = []
    for i in range(max(lengths)):
        seen = [(own, each[i]) for own, each in zip(inputs, answers, strict=True) if len(each) > i]
        own, items = [each for each, _ in seen], [item for _, item in seen]
        # A value that only one term has shown is not a constant.
        form = form_of(own, items) if len(seen) > 1 or len(answers) == 1 else None
        form = form or _flags(own, answers, i)
        if form is None and len(seen) == len(answers):
            return None
        forms.append(form)

    def value(given: Inputs) -> list[Any]:
        chosen = forms[: length(given)]
        if len(chosen) < length(given) or None in chosen:
            raise LookupError("more items than were seen")
        return [form(given) for form in chosen if form]

    return value


def _slice(inputs: Sequence[Inputs], answers: Sequence[list[int]]) -> Form | None:
    length = form_of(inputs, [len(each) for each in answers])
    for path in inputs[0].sequences if length else ():
        if any(path not in own.sequences for own in inputs):
            continue
        starts = [_find(own.sequences[path], each) for own, each in zip(inputs, answers, strict=True)]
        start = None if None in starts else form_of(inputs, starts)
        if start and length:
            return lambda given: given.sequences[path][start(given) :][: length(given)]
    return None


def _find(within: list[int], part: list[int]) -> int | None:
    places = (i for i, each in enumerate(within[: len(within) - len(part) + 1]) if each == part[0])
    return next((i for i in places if within[i : i + len(part)] == part), None)


Pieces = list[tuple[Any, list[Path]]]
"""Literals, and the paths that may fill a gap."""


def _places(given: Inputs, kind: type) -> Mapping[Path, Any]:
    return given.texts if kind is str else given.sequences


def _pieces(inputs: Sequence[Inputs], answers: Sequence[Any], kind: type) -> Pieces | None:
    """Return an answer cut into literals and gaps, as all answers can be cut."""
    own, answer = _places(inputs[0], kind), answers[0]
    by_first: dict[Any, list[Path]] = {}
    for path, part in own.items():
        if len(part) > 1:
            by_first.setdefault(part[0], []).append(path)
    pieces: Pieces = []
    i = 0
    while i < len(answer):
        fitting = [
            path for path in by_first.get(answer[i], ()) if answer[i : i + len(own[path])] == own[path]
        ]
        longest = max((len(own[path]) for path in fitting), default=1)
        pieces.append((answer[i : i + longest], [path for path in fitting if len(own[path]) == longest]))
        i += longest
    for given, other in zip(inputs[1:], answers[1:], strict=True):
        own, i = _places(given, kind), 0
        for place, (literal, paths) in enumerate(pieces):
            left = [path for path in paths if path in own and other[i : i + len(own[path])] == own[path]]
            left = [path for path in left if len(own[path]) == max(len(own[each]) for each in left)]
            if (not left) if paths else other[i : i + len(literal)] != literal:
                return None
            pieces[place] = literal, left
            i += len(own[left[0]]) if paths else len(literal)
        if i != len(other):
            return None
    return pieces if any(paths for _, paths in pieces) else None


def _joined(inputs: Sequence[Inputs], answers: Sequence[Any], kind: type) -> Form | None:
    pieces = _pieces(inputs, answers, kind)
    if pieces is None:
        return None

    def value(given: Inputs) -> Any:
        own = _places(given, kind)
        parts = [own[paths[0]] if paths else literal for literal, paths in pieces]
        return "".join(parts) if kind is str else [item for part in parts for item in part]

    return value


def _flags(inputs: Sequence[Inputs], answers: Sequence[list[Any]], index: int) -> Form | None:
    """Return the form of a list beside a list of ids with gaps, of the same length: one value for a gap."""
    for other in range(len(answers[0])) if all(len(each) == len(answers[0]) for each in answers) else ():
        ids, flags = [each[other] for each in answers], [each[index] for each in answers]
        if other == index or not all(isinstance(each, list) for each in (*ids, *flags)):
            continue
        pieces = _pieces(inputs, ids, list) if all(ids) else None
        if pieces is None:
            continue
        marks, i = [], 0
        for literal, _ in pieces:
            marks.append(flags[0][i : i + len(literal)])
            i += len(literal)

        def value(given: Inputs, pieces: Pieces = pieces, marks: list[list[Any]] = marks) -> list[Any]:
            parts = [
                mark[:1] * len(given.sequences[paths[0]]) if paths else mark
                for mark, (_, paths) in zip(marks, pieces, strict=True)
            ]
            return [flag for part in parts for flag in part]

        if all(value(given) == right for given, right in zip(inputs, flags, strict=True)):
            return value
    return None
