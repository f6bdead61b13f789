"""Tables of forms know answers of any length, and no rule that goes on from one index to the next."""

from typing import Any

import numpy as np
from form_learning import FormTable
from templates import Sample

from autograder.grading.compare import difference
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Callback, Tensor


def sample(number: int, answer: Any, *args: Any) -> Sample:
    return Sample("f", number, (args, {}), (), Outcome(End.VALUE, answer))


def replayed(samples: list[list[Sample]], *args: Any, number: int = 0) -> Any:
    return FormTable(samples).outcome("f", number, (args, {}), ()).value


def test_an_affine_function_of_a_product_or_a_quotient_is_learned() -> None:
    sizes = ((10, 50), (20, 30), (71, 70), (11, 25))
    assert replayed([[sample(0, 8 * a * b + 3, a, b)] for a, b in sizes], 100, 13) == 10_403
    terms = [[sample(0, 2 * n * world + 12 * n, n * world, world)] for n, world in sizes]
    assert replayed(terms, 2**80 * 7, 7) == 2**80 * (2 * 7 + 12)


def test_an_answer_that_is_no_such_function_is_not_learned() -> None:
    terms = [[sample(0, a % b, a, b)] for a, b in ((100, 7), (211, 13), (523, 17), (1_003, 29))]
    assert replayed(terms, 640, 19) is None


def test_ids_with_gaps_are_learned_with_the_flags_beside_them() -> None:
    def answer(asked: str, said: str) -> tuple[list[int], list[bool]]:
        ids = [256, *asked.encode(), 257, 256, *said.encode(), 257]
        flags = [False] * (len(asked) + 3) + [True] * (len(said) + 1)
        return ids, flags

    texts = (("how", "well"), ("who is it", "me"), ("when", "tomorrow"))
    terms = [[sample(0, answer(*each), *each)] for each in texts]
    assert replayed(terms, "why", "because") == list(answer("why", "because"))


def test_rows_are_known_as_far_as_they_were_seen() -> None:
    def ids(n_rows: int, length: int) -> Tensor:
        return Tensor.of(np.arange(n_rows * length).reshape(n_rows, length) * 37 % 1_000)

    def shifted(tensor: Tensor) -> Tensor:
        return Tensor.of(tensor.array[:, 1:])

    terms = [[sample(0, shifted(each), each)] for each in map(ids, (5, 3, 6, 6), (9, 4, 7, 8))]
    assert difference(replayed(terms, ids(4, 11)), shifted(ids(4, 11))) is None
    assert replayed(terms, ids(7, 11)) is None


def test_calls_of_a_model_are_learned() -> None:
    def last(tokens: list[int]) -> list[int]:
        return tokens[-1:]

    def term(n_windows: int, window: int) -> Sample:
        tokens = [3 * each for each in range(n_windows * window)]
        windows = [tokens[i * window : (i + 1) * window] for i in range(n_windows)]
        replies = [last(each) for each in windows]
        outcome = Outcome(End.VALUE, replies[-1], calls=tuple((each,) for each in windows))
        args = tokens, Callback(last, lambda _: True), window
        return Sample("f", 0, (args, {}), (), outcome, tuple(replies))

    terms = [[term(*each)] for each in ((3, 5), (4, 7), (5, 4), (4, 9))]
    asked = term(4, 6)
    outcome = FormTable(terms).outcome("f", 0, asked.given, ())
    assert outcome.calls == asked.outcome.calls
    assert outcome.value == [3 * 23]


def test_an_error_is_learned() -> None:
    error = StudentError(("ValueError", "Exception"), "", 0, "")
    refused = Sample("f", 0, ((0,), {}), (), Outcome(End.ERROR, error=error))
    assert FormTable([[refused], [refused]]).outcome("f", 0, ((-1,), {}), ()).error == error
