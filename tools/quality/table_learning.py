"""How a table of answers is learned: calls as trees of leaves, answers as templates over them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from unsandboxed import CallNumbers, InProcess, Unshared

from autograder.answer_key.recorder import Recorder
from autograder.catalog import Limits, Project, Question
from autograder.grading.collect import HiddenTest
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Student
from autograder.grading.key import Key
from autograder.grading.session import Phase
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Callback, Provided, Record, Tensor

LEARNERS = ("by number", "by discrete arguments", "by lengths", "whatever fits first")
MAX_PAIRED = 12
"""Leaves of which pairs are tried. Of more there are too many, and some would fit by chance."""
MAX_DISCRETE = 9
"""Ints from 0 to this count as discrete arguments, and so do strings, booleans and lengths."""

Leaves = dict[str, Any]
"""By path."""


@dataclass(frozen=True)
class Sample:
    """One call and its right answer."""

    function: str
    number: int
    """Counted within the question."""
    given: Any
    wrt: tuple[int, ...]
    outcome: Outcome
    replies: tuple[Any, ...] = ()
    """What callbacks returned."""


def leaves_of(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the numbers and strings of a value, with their paths."""
    match value:
        case bool() | int() | float() | str():
            yield path, value
        case list() | tuple():
            for i, each in enumerate(value):
                yield from leaves_of(each, f"{path}/{i}")
        case dict():
            for key, each in value.items():
                yield from leaves_of(each, f"{path}/{key}")
        case Tensor(array=array):
            for i, each in enumerate(array.reshape(-1).tolist()):
                yield f"{path}/{i}", each
        case np.ndarray():
            yield from leaves_of(Tensor.of(value), path)
        case Record(fields=members):
            yield from leaves_of(members, path)
        case Provided(options=members):
            yield from leaves_of(members, path)


def skeleton_of(value: Any) -> Any:
    """Return a value without its numbers and texts: types, lengths, shapes, keys."""
    match value:
        case list() | tuple():
            return type(value).__name__, tuple(skeleton_of(each) for each in value)
        case dict():
            return "dict", tuple((key, skeleton_of(each)) for key, each in value.items())
        case Tensor(array=array, dtype=dtype):
            return "tensor", dtype, array.shape
        case np.ndarray():
            return skeleton_of(Tensor.of(value))
        case Record(name=name, fields=members):
            return "record", name, skeleton_of(members)
        case Provided(name=name, options=members):
            return "provided", name, skeleton_of(members)
    return type(value).__name__


def discrete_of(value: Any) -> Any:
    """Return the discrete part of a call: its skeleton, its names and flags, and its small ints."""
    values = tuple(
        (path, each)
        for path, each in leaves_of(value)
        if isinstance(each, bool)
        or (isinstance(each, int) and -MAX_DISCRETE <= each <= MAX_DISCRETE)
        or (isinstance(each, str) and path.rpartition("/")[2] != "content")
    )
    return skeleton_of(value), values


def rebuilt(skeleton: Any, leaves: Iterator[Any]) -> Any:
    """Return the value of this skeleton with these leaves, in order."""
    match skeleton:
        case ("list", children):
            return [rebuilt(each, leaves) for each in children]
        case ("tuple", children):
            return tuple(rebuilt(each, leaves) for each in children)
        case ("dict", children):
            return {key: rebuilt(each, leaves) for key, each in children}
        case ("tensor", dtype, shape):
            n = int(np.prod(shape, dtype=int))
            numpy_dtype = "float32" if dtype == "bfloat16" else dtype
            flat = [next(leaves) for _ in range(n)]
            return Tensor(np.array(flat, dtype=numpy_dtype).reshape(shape), dtype)
        case ("record", name, members):
            return Record(name, rebuilt(members, leaves))
        case "NoneType":
            return None
        case "bool":
            return bool(next(leaves))
        case "int":
            return int(next(leaves))
        case "float":
            return float(next(leaves))
    return next(leaves)


def pool_of(value: Any, path: str) -> Leaves:
    """Return everything that an answer may be made of: leaves, lengths, and the bytes of strings."""
    pool: Leaves = dict(leaves_of(value, path))
    for name, each in list(pool.items()):
        if isinstance(each, str):
            pool |= {f"{name}:{i}": byte for i, byte in enumerate(each.encode())}
    return pool


def _exact(value: Any) -> Fraction:
    return Fraction(value) if not isinstance(value, float) or np.isfinite(value) else Fraction(0)


def _same(one: Fraction, other: Any) -> bool:
    right = _exact(other)
    return one == right or (isinstance(other, float) and abs(one - right) <= abs(right) / 10**11)


@dataclass(frozen=True)
class Term:
    """One leaf of an answer: a constant, a text with gaps, or an affine function of leaves of the input."""

    constant: Any
    factors: tuple[tuple[str, Fraction], ...] = ()
    """Of leaves of the input. A single factor of 1 without a constant is that element itself."""
    gaps: tuple[str, ...] = ()
    """Of a text: literals and paths, in turn."""

    def value(self, pool: Leaves) -> Any:
        """Return the leaf for an input; raises LookupError or TypeError if it does not fit."""
        if self.gaps:
            return "".join(each if i % 2 == 0 else str(pool[each]) for i, each in enumerate(self.gaps))
        if not self.factors:
            return self.constant
        if self.constant == 0 and len(self.factors) == 1 and self.factors[0][1] == 1:
            return pool[self.factors[0][0]]
        total = _exact(self.constant) + sum(factor * _exact(pool[path]) for path, factor in self.factors)
        return int(total) if total.denominator == 1 else float(total)


def fit(pools: Sequence[Leaves], answers: Sequence[Any]) -> Term:
    """Return the simplest term that explains a leaf in all samples; else the last one's value."""
    if all(type(each) is type(answers[0]) and each == answers[0] for each in answers):
        return Term(answers[0])
    common = [path for path in pools[0] if all(path in pool for pool in pools[1:])]
    if isinstance(answers[0], str):
        return _fit_text(pools, answers, common)
    for path in common:
        if all(pool[path] == answer for pool, answer in zip(pools, answers, strict=True)):
            return Term(0, ((path, Fraction(1)),))
    if isinstance(answers[0], bool) or len(answers) < 3:
        return Term(answers[-1])
    numbers = [
        path
        for path in common
        if not isinstance(pools[0][path], str | bool) and len({pool[path] for pool in pools}) > 1
    ]
    columns = {path: [_exact(pool[path]) for pool in pools] for path in numbers}
    for path in numbers:
        if term := _fit_affine([path], columns, answers):
            return term
    if len(numbers) <= MAX_PAIRED:
        for n_paths in range(2, len(numbers) + 1):
            if n_paths + 2 > len(answers):
                break
            for paths in combinations(numbers, n_paths):
                if term := _fit_affine(list(paths), columns, answers):
                    return term
    return Term(answers[-1])


def _fit_affine(
    paths: list[str], columns: Mapping[str, list[Fraction]], answers: Sequence[Any]
) -> Term | None:
    """Solve for the factors by the first samples that determine them, and check the others."""
    rows = [[*(columns[path][i] for path in paths), Fraction(1)] for i in range(len(answers))]
    solution = solve(rows, [_exact(answer) for answer in answers])
    if solution is None:
        return None
    for row, answer in zip(rows, answers, strict=True):
        total = sum((a * b for a, b in zip(solution, row, strict=True)), Fraction(0))
        if not _same(total, answer):
            return None
    return Term(solution[-1], tuple(zip(paths, solution[:-1], strict=True)))


def solve(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """Return the solution of as many independent equations as there are unknowns, or None."""
    n = len(rows[0])
    chosen: list[list[Fraction]] = []
    pivots: list[int] = []
    for row, value in zip(rows, right, strict=True):
        work = [*row, value]
        for pivot, other in zip(pivots, chosen, strict=True):
            factor = work[pivot]
            if factor:
                work = [a - factor * b for a, b in zip(work, other, strict=True)]
        place = next((i for i in range(n) if work[i]), None)
        if place is None:
            continue
        work = [each / work[place] for each in work]
        for i, other in enumerate(chosen):
            chosen[i] = [a - other[place] * b for a, b in zip(other, work, strict=True)]
        chosen.append(work)
        pivots.append(place)
        if len(chosen) == n:
            break
    if len(chosen) < n:
        return None
    return [chosen[pivots.index(i)][n] for i in range(n)]


def _fit_text(pools: Sequence[Leaves], answers: Sequence[str], common: list[str]) -> Term:
    paths = sorted(
        (path for path in common if isinstance(pools[0][path], str) and pools[0][path]),
        key=lambda path: -len(pools[0][path]),
    )
    for answer, pool in zip(answers, pools, strict=True):
        gaps, i, literal = [], 0, ""
        while i < len(answer):
            path = next((each for each in paths if answer.startswith(pool[each], i)), None)
            if path is None:
                literal += answer[i]
                i += 1
            else:
                gaps += [literal, path]
                literal = ""
                i += len(pool[path])
        term = Term("", gaps=(*gaps, literal))
        if all(term.value(each) == right for each, right in zip(pools, answers, strict=True)):
            return term
    return Term(answers[-1])


@dataclass(frozen=True)
class Template:
    """An answer as a template: an error, or a value, gradients and calls, all of fixed skeletons."""

    end: End
    error: StudentError | None
    given: frozenset[Any]
    """Skeletons of the inputs that it was learned from."""
    skeleton: Any
    terms: tuple[Term, ...]
    calls: tuple[tuple[Any, tuple[Term, ...]], ...] = ()

    def outcome(self, given: Any) -> Outcome:
        """Return the table's answer, with the calls that it makes."""
        if self.end is not End.VALUE:
            return Outcome(self.end, error=self.error)
        pool = pool_of(given, "")
        callback = next((each for each in _callbacks(given)), None)
        calls = []
        try:
            for i, (skeleton, terms) in enumerate(self.calls):
                args = rebuilt(skeleton, iter([term.value(pool) for term in terms]))
                calls.append(args)
                if callback is None or not callback.accepts(args):
                    return Outcome(End.BAD_CALLBACK, calls=tuple(calls))
                pool |= pool_of(callback.function(*args), f"reply{i}")
            value, gradients = rebuilt(self.skeleton, iter([term.value(pool) for term in self.terms]))
        except (LookupError, TypeError, ValueError, OverflowError):
            return Outcome(End.VALUE, None)
        return Outcome(End.VALUE, value, gradients, calls=tuple(calls))


def _callbacks(given: Any) -> Iterator[Callback]:
    args, kwargs = given
    for each in (*args, *kwargs.values()):
        if isinstance(each, Callback):
            yield each


def template_of(samples: Sequence[Sample]) -> Template:
    """Return the template that explains the samples; if their answers differ in form, the commonest form."""
    forms = [_form(each) for each in samples]
    form = Counter(forms).most_common(1)[0][0]
    alike = [each for each, own in zip(samples, forms, strict=True) if own == form]
    end, _, skeleton, call_skeletons = form
    first = alike[0].outcome
    given = frozenset(skeleton_of(each.given) for each in samples)
    if end is not End.VALUE:
        return Template(end, first.error, given, None, ())
    pools = [pool_of(each.given, "") for each in alike]
    calls = []
    for i, call_skeleton in enumerate(call_skeletons):
        calls.append((call_skeleton, _terms(pools, [each.outcome.calls[i] for each in alike])))
        for pool, each in zip(pools, alike, strict=True):
            pool.update(pool_of(each.replies[i], f"reply{i}"))
    terms = _terms(pools, [(each.outcome.value, each.outcome.gradients) for each in alike])
    return Template(end, None, given, skeleton, terms, tuple(calls))


def _form(sample: Sample) -> Any:
    outcome = sample.outcome
    name = outcome.error.name if outcome.error else ""
    skeleton = skeleton_of((outcome.value, outcome.gradients))
    return outcome.end, name, skeleton, tuple(skeleton_of(each) for each in outcome.calls)


def _terms(pools: Sequence[Leaves], values: Sequence[Any]) -> tuple[Term, ...]:
    leaves = [[leaf for _, leaf in leaves_of(value)] for value in values]
    return tuple(fit(pools, column) for column in zip(*leaves, strict=True))


@dataclass
class Table:
    """All templates that one learner makes of some terms' calls."""

    learner: str
    samples: Sequence[Sequence[Sample]]
    """By term."""
    _groups: dict[Any, list[Sample]] = field(default_factory=dict)
    _templates: dict[Any, Template] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in (each for term in self.samples for each in term):
            for key in self._keys(each.function, each.number, each.given, each.wrt):
                self._groups.setdefault(key, []).append(each)

    def _keys(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> list[Any]:
        keys = {
            "by number": (function, "number", number),
            "by discrete arguments": (function, "discrete", discrete_of(given), wrt),
            "by lengths": (function, "lengths", skeleton_of(given), wrt),
        }
        if self.learner in keys:
            return [keys[self.learner]]
        return [(function, "exact", _exactly(given), wrt), *keys.values()]

    def outcome(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Outcome:
        """Return the table's answer to a call."""
        candidates = []
        for key in self._keys(function, number, given, wrt):
            if key not in self._templates and key in self._groups:
                self._templates[key] = template_of(self._groups[key])
            if key in self._templates:
                candidates.append(self._templates[key])
        if not candidates:
            return Outcome(End.VALUE, None)
        # An input of a form that was seen, before any other.
        fitting = [each for each in candidates if skeleton_of(given) in each.given]
        return (fitting or candidates)[0].outcome(given)


def _exactly(given: Any) -> Any:
    return skeleton_of(given), tuple(leaves_of(given))


class AnyTable(Protocol):
    """What has learned answers."""

    def outcome(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Outcome:
        """Return the answer to a call."""


@dataclass
class TableSession(Unshared):
    """A submission that answers from a table."""

    limits: Limits
    table: AnyTable
    n_calls: Mapping[str, int] = field(default_factory=dict)
    was_odd: bool = False
    _numbers: CallNumbers = field(default_factory=CallNumbers)

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Answer one call."""
        number = self._numbers.take(question, phase)
        return self.table.outcome(question.function, number, (args, kwargs), wrt)


@dataclass
class _Recording(InProcess):
    """The solutions, with all that is seen of them."""

    samples: list[Sample] = field(default_factory=list)
    _numbers: CallNumbers = field(default_factory=CallNumbers)

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Call, and keep the call with its answer."""
        replies: list[Any] = []

        def heard(callback: Callback) -> Callback:
            def function(*given: Any) -> Any:
                replies.append(callback.function(*given))
                return replies[-1]

            return replace(callback, function=function)

        wrapped = tuple(heard(each) if isinstance(each, Callback) else each for each in args)
        named = {key: heard(each) if isinstance(each, Callback) else each for key, each in kwargs.items()}
        outcome = super().call(question, wrapped, named, wrt, phase)
        number = self._numbers.take(question, phase)
        given = (args, kwargs)
        self.samples.append(Sample(question.function, number, given, wrt, outcome, tuple(replies)))
        return outcome


def recorded_samples(
    project: Project, tests: Sequence[HiddenTest], modules: Mapping[str, ModuleType], seed: int
) -> list[Sample]:
    """Return all calls of a term with their right answers."""
    session = _Recording(project.assignment.limits, modules)
    reference = Recorder(InProcess(project.assignment.limits, modules), Key(seed, "in process"))
    run_hidden_tests(tests, Student(session), reference, seed)
    return session.samples
