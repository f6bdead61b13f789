"""A returned value over the wire's limits is a wrong answer. It does not end the worker."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.catalog import Question
from autograder.grading.session import Session
from autograder.sandbox.codec import Decoder
from autograder.sandbox.frames import (
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_HEX_DIGITS,
    MAX_PAIRS,
    MAX_TENSORS,
    TOO_LARGE,
    ProtocolError,
)
from autograder.sandbox.inside.torch_values import ResultWriter
from autograder.sandbox.values import Opaque

ROW = torch.zeros(3)


def nested(depth: int, value: Any = 0) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def looped() -> list[Any]:
    value: list[Any] = []
    value += [value, value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        nested(MAX_DEPTH),
        looped(),
        16**MAX_HEX_DIGITS,
        dict.fromkeys(range(MAX_PAIRS + 1)),
        [ROW] * (MAX_TENSORS + 1),
        torch.zeros((1,) * (MAX_DIMENSIONS + 1)),
        torch.zeros(1).expand(2**40),
    ],
    ids=["deep", "loop", "int", "dict", "tensors", "dimensions", "elements"],
)
def test_what_the_grader_would_refuse_is_not_sent(value: Any) -> None:
    with pytest.raises(ProtocolError):
        ResultWriter().node(value)


@pytest.mark.parametrize(
    "value",
    [
        nested(MAX_DEPTH - 1),
        [nested(MAX_DEPTH - 3), Opaque],
        16 ** (MAX_HEX_DIGITS - 20),
        [ROW] * MAX_TENSORS,
    ],
    ids=["deep", "opaque", "int", "tensors"],
)
def test_what_is_just_small_enough_is_taken(value: Any) -> None:
    writer = ResultWriter()
    node = writer.node(value)
    decoder = Decoder(b"".join(writer.buffers))
    assert type(decoder.value(node)) is type(value)
    decoder.finish()


@pytest.mark.parametrize(
    "body",
    [
        "return [0] * 600_000",
        "return 10 ** 5000",
        "a = []\n    a.append(a)\n    return a",
        "import torch\n    return torch.zeros(1).expand(2 ** 40)",
        "return ['x' * 1000] * 2000",
    ],
)
def test_a_worker_says_so_and_goes_on(open_session: Callable[..., Session], body: str) -> None:
    """The answer is wrong, but it ends neither the worker nor the question."""
    session = open_session({"student.py": f"def f(x):\n    if x:\n        return x\n    {body}\n"})
    question = Question("1.1", "f", "student", (), ())
    assert session.call(question, (0,), {}, ()).value == Opaque(TOO_LARGE)
    assert session.call(question, (5,), {}, ()).value == 5
