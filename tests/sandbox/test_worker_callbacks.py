"""A callback runs in the grader, which keeps a transcript and checks the arguments."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import worker
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback, Opaque, Tensor

Ask = Callable[..., Outcome]


def anything(_arguments: tuple[Any, ...]) -> bool:
    return True


def one_list(args: tuple[Any, ...]) -> bool:
    return len(args) == 1 and isinstance(args[0], list)


def test_results_and_transcript(ask: Ask) -> None:
    double = Callback(lambda tokens: tokens * 2, one_list)
    outcome = ask("def f(g): return g(g([1, 2])) + g([])", double)
    assert outcome.value == [1, 2] * 4
    assert outcome.calls == (([1, 2],), ([1, 2, 1, 2],), ([],))


@pytest.mark.parametrize(
    ("argument", "seen"), [("(1, True, 1.0)", (1, True, 1.0)), ("{1}", Opaque("builtins.set")), ("g", None)]
)
def test_arguments_of_any_kind(ask: Ask, argument: str, seen: Any) -> None:
    outcome = ask(f"def f(g): return g({argument})", Callback(lambda _each: None, anything))
    assert outcome.end is End.VALUE
    (given,) = outcome.calls[0]
    assert repr(given) == repr(seen) or (isinstance(given, Opaque) and seen is None)


def test_tensors_go_both_ways(ask: Ask) -> None:
    def add_one(tensor: Tensor) -> np.ndarray[Any, Any]:
        return tensor.array + 1

    source = "def f(x, g): return g(x * 2)"
    outcome = ask(source, np.array([1, 2]), Callback(add_one, anything))
    assert outcome.value.array.tolist() == [3, 5]


def test_two_callbacks_are_kept_apart(ask: Ask) -> None:
    functions = [Callback(lambda each, n=n: each + n, anything) for n in (1, 10)]
    assert ask("def f(g, h): return h(g(0)), g(h(0))", *functions).value == (11, 11)


def test_a_function_may_answer_none_and_may_be_kept_for_later(ask: Ask) -> None:
    source = "kept = []\ndef f(g):\n    kept.append(g)\n    return [h() for h in kept]\n"
    assert ask(source, Callback(lambda: None, anything)).value == [None]


@pytest.mark.parametrize(
    "args", ["", "1", "[1], 2", "(1,)", "['x' * 2**21]", "2 ** 10**5"], ids=lambda text: text or "none"
)
def test_a_refused_argument_ends_the_call(ask: Ask, args: str) -> None:
    called: list[Any] = []
    outcome = ask(
        f"def f(g):\n    try:\n        g({args})\n    finally:\n        return 1\n",
        Callback(called.append, lambda given: one_list(given) and len(given[0]) < 10),
    )
    assert outcome.end is End.BAD_CALLBACK
    assert len(outcome.calls) == 1
    assert called == []


def test_too_many_calls(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MAX_CALLBACKS", 20)
    source = "def f(g, n):\n    for _ in range(n): g()\n    return n\n"
    called: list[int] = []
    count = Callback(lambda: called.append(1), anything)
    assert ask(source, count, 20).value == 20
    assert ask(source, count, 21).end is End.BAD_CALLBACK
    assert len(called) == 40


def test_by_name_is_the_submissions_error(ask: Ask) -> None:
    outcome = ask("def f(g):\n    return g(tokens=[1])\n", Callback(len, one_list))
    assert outcome.end is End.ERROR
    assert outcome.calls == ()


def test_an_error_of_the_callback_is_the_graders(ask: Ask) -> None:
    with pytest.raises(ZeroDivisionError):
        ask("def f(g): return g(0)", Callback(lambda each: 1 // each, anything))


def test_calls_before_an_error_are_kept(ask: Ask) -> None:
    outcome = ask("def f(g): return g([1]) + None", Callback(len, one_list))
    assert outcome.end is End.ERROR
    assert outcome.calls == (([1],),)
