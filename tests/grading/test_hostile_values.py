"""Whatever a submission returns, the grader's own judgement of it is a verdict: in few words, and in no time.

Values come as from a worker: made at random, encoded, and decoded again.
"""

import importlib.util
import inspect
import json
import time
from collections.abc import Callable, Iterable
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from wire_fuzz.check import EXPECTED, use
from wire_fuzz.values import random_value

from autograder.catalog import Project
from autograder.grading import assertions
from autograder.grading.assertions import Answer, Mismatch
from autograder.grading.fingerprints import MAX_JSON, agree, signature
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import MAX_PAYLOAD, ProtocolError
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Opaque, Record, Tensor

COUNT = 1500


def decoded(value: Any) -> Any:
    """Return a value as it comes from a worker, or None if a worker cannot send it."""
    encoder = Encoder()
    node = encoder.node(value)
    try:
        return Decoder(b"".join(encoder.buffers)).value(json.loads(json.dumps(node)))
    except ProtocolError:
        return None


VALUES = [decoded(random_value(Random(number))) for number in range(COUNT)]


def answer_of(value: Any, rng: Random) -> Answer:
    outcome = Outcome(
        End.VALUE,
        value,
        gradients=rng.choice((None, (), (value,), (value, None))),
        changed=rng.random() < 0.1,
        calls=tuple((rng.choice(VALUES),) for _ in range(rng.randrange(3))),
    )
    return Answer("f", (1,), {"named": value}, outcome, 1.0)


def judge(verdict: Callable[..., object], *args: Any) -> None:
    """Run an assertion of the hidden tests: it holds, or fails as a Mismatch in words for a student."""
    if mismatch := mismatch_of(verdict, *args):
        assert 0 < len(mismatch.failure.words) < 200
        assert mismatch.failure.words.isprintable()
        assert len(mismatch.failure.detail) < 6000
        assert mismatch.failure.detail.isprintable()


def mismatch_of(verdict: Callable[..., object], *args: Any) -> Mismatch | None:
    try:
        verdict(*args)
    except Mismatch as mismatch:
        return mismatch
    return None


@pytest.mark.filterwarnings("error")
def test_every_assertion_is_total() -> None:
    for number, value in enumerate(VALUES):
        rng = Random(number)
        answer = answer_of(value, rng)
        expected = Answer("f", (1,), {}, Outcome(End.VALUE, rng.choice(EXPECTED)), 1.0)
        for verdict in (assertions.assert_same, assertions.assert_number, assertions.assert_close):
            judge(verdict, answer, expected)
        judge(assertions.assert_same_calls, answer, answer_of(value, rng))
        judge(assertions.assert_raises, answer, "ValueError")
        judge(assertions.assert_unchanged, answer)
        right = Outcome(End.VALUE, 1.0, gradients=(Tensor.of(np.zeros(2)), Tensor.of(np.zeros((0, 2)))))
        judge(assertions.assert_close, answer, Answer("f", (1,), {}, right, 1.0))


@pytest.mark.filterwarnings("error")
def test_every_value_can_be_compared_described_and_signed() -> None:
    for value in VALUES:
        use(value)


Load = Callable[[str], ModuleType]


@pytest.fixture
def hidden_tests(project: Project, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load a file of hidden tests, for its other definitions."""
    monkeypatch.setitem(vars(pytest.mark), "part", lambda _part: lambda test: test)

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, project.hidden_tests_folder / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def test_what_hidden_tests_judge_themselves_is_total(hidden_tests: Load) -> None:
    split = hidden_tests("test_sharding_split").assert_best_split
    first_three = hidden_tests("test_context").first_three
    number_of = hidden_tests("test_pretraining_loss").number
    expected = Answer("f", (), {}, Outcome(End.VALUE, [[0], [1, 2]]), 1.0)
    some = [
        [[0], [1, 2]],
        [[0], [10**400]],
        [[0, 1], {}],
        [[0], (1, 2)],
        ["ab", "c"],
        {0: [1]},
        [[True], [1, 2]],
    ]
    for number, value in enumerate([*VALUES, *some]):
        answer = answer_of(value, Random(number))
        judge(split, answer, expected, [5, 1, 1], 2)
        for look in (first_three, number_of):
            judge(answer.view, look)


def parameters_of(function: Callable[..., Any]) -> Iterable[str]:
    return inspect.signature(function).parameters


def test_call_backs_of_hidden_tests_cope_with_what_they_accept(hidden_tests: Load) -> None:
    module = hidden_tests("test_context_map_reduce")
    # By their form: names come and go with the tests.
    summaries = [
        each
        for each in vars(module).values()
        if inspect.isfunction(each) and list(parameters_of(each)) == ["tokens"]
    ]
    assert len(summaries) > 2
    accepted = 0
    for number, value in enumerate(VALUES):
        ints = [each for each in value if type(each) is int] if isinstance(value, list) else []
        for args in ((value,), (ints,), (tuple(ints),), (value, value), ()):
            for summary in summaries:
                callback = module.model(summary)
                if callback.accepts(args):
                    accepted += 1
                    assert Encoder().node(callback.function(*args)) is not None
        judge(module.assert_no_call_above, 1, answer_of(value, Random(number)))
    assert accepted > COUNT


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float64"])
def test_a_large_tensor_is_signed_in_pieces(dtype: str) -> None:
    """A list of its elements, as JSON, would be twenty times as large."""
    array = np.frombuffer(bytes(MAX_PAYLOAD), dtype)
    began = time.process_time()
    signed = signature(Outcome(End.VALUE, Tensor(array, dtype)))
    assert time.process_time() - began < 3
    assert signed["value"]["shape"] == [array.size]
    other = array.copy()
    other[-1] = 1
    assert not agree(signed, signature(Outcome(End.VALUE, Tensor(other, dtype))))


def test_the_sum_of_a_large_tensor_does_not_hang_on_its_pieces() -> None:
    array = np.arange(-100_000, 100_000, dtype=np.float64)
    signed = signature(Outcome(End.VALUE, Tensor(array, "float64")))
    assert signed["value"]["sum"] == float(f"{2 * 100_000 * 100_001 / 2 - 100_000:.7g}")


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("0x1000000000000000", 1 << 60),
        ("nan", float("nan")),
        (Record("tensor", {"a": 1}), {"tensor": {"a": 1}}),
        ([100, "abc"], "x" * 100),
        (Opaque("a"), Record("opaque", {})),
        (1, True),
        (1, 1.0),
        ([[0] * 12] * 200, [[0] * 12] * 201),
        ({"a": 1}, [["a", 1]]),
    ],
    ids=lambda value: str(value)[:20],
)
def test_signatures_of_different_kinds_differ(value: Any, other: Any) -> None:
    signed, another = (signature(Outcome(End.VALUE, each)) for each in (value, other))
    assert not agree(signed, another)
    assert max(len(json.dumps(signed)), len(json.dumps(another))) < MAX_JSON + 100


def test_what_a_view_may_give_is_signed() -> None:
    for value in (object(), {1, 2}, np.int64(3), np.float64(3), range(3), b"x"):
        assert json.dumps(signature(Outcome(End.VALUE, value)), allow_nan=False)


def test_an_exceptions_text_is_one_printable_line() -> None:
    """It comes from the submission, and goes to a terminal of staff."""
    error = StudentError(("ValueError",), "student.py", 3, "\x1b]0;owned\x07\x1b[2J\r\nall \u202egood\ud800")
    answer = Answer("f", (), {}, Outcome(End.ERROR, error=error), 1.0)
    with pytest.raises(Mismatch) as found:
        assertions.assert_same(answer, answer)
    assert (
        found.value.failure.detail
        == r"f() raised ValueError: \x1b]0;owned\x07\x1b[2J\r\nall \u202egood\ud800"
    )
