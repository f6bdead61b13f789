"""Answers as templates over the leaves of a call."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leaves import Leaves, leaves_of, pool_of, rebuilt, skeleton_of
from terms import Term, fit

from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Callback


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
