"""The key: the same answers come back from its text, the same bytes for the same content."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.catalog import Question
from autograder.grading.describe import describe_outcome
from autograder.grading.fixtures import Caller, Replayer
from autograder.grading.key import FORMAT, Key, KeyMismatchError, RecordedCall, digest_of, hash_of_sources
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor

QUESTION = Question("1.1", "f", "student", (), ())
TENSOR = Tensor(np.array([1.5, np.nan, -0.0], dtype=np.float32), "bfloat16")
ERROR = StudentError(("ValueError", "Exception"), "pretraining.py", 7, "got the hidden 42")


def key_of(*outcomes: Outcome) -> Key:
    calls = {"test_a.py::test_b": [RecordedCall(f"{place}", each) for place, each in enumerate(outcomes)]}
    return Key(5, "abc", parts={"test_a.py::test_b": "1.1.core"}, calls=calls)


def there_and_back(outcome: Outcome) -> Outcome:
    (call,) = Key.from_json(key_of(outcome).to_json()).calls["test_a.py::test_b"]
    return call.outcome


@pytest.mark.parametrize(
    "value",
    [
        None,
        [True, 1, 1.0, (2,), 2**70],
        {"a": {1: [None]}},
        "\ud800",
        Record("R", {"a": 1}),
        Opaque("numpy.int64", 3),
    ],
    ids=repr,
)
def test_values_come_back(value: Any) -> None:
    assert repr(there_and_back(Outcome(End.VALUE, value))) == repr(Outcome(End.VALUE, value))


def test_tensors_come_back_with_gradients_and_calls() -> None:
    outcome = Outcome(End.VALUE, TENSOR, gradients=(TENSOR, None), calls=(([1],), (TENSOR, 2)))
    back = there_and_back(outcome)
    assert back.gradients is not None
    assert back.gradients[1] is None
    tensors = [back.value, back.gradients[0], back.calls[1][0]]
    for tensor in tensors:
        assert (tensor.dtype, tensor.array.tobytes()) == ("bfloat16", TENSOR.array.tobytes())
    assert back.calls[0] == ([1],)


@pytest.mark.parametrize("end", list(End))
def test_every_end_comes_back(end: End) -> None:
    assert there_and_back(Outcome(end)).end is end


def test_an_error_comes_back_without_what_it_said() -> None:
    text = key_of(Outcome(End.ERROR, error=ERROR)).to_json()
    assert "42" not in text
    back = there_and_back(Outcome(End.ERROR, error=ERROR))
    assert back.error == StudentError(ERROR.classes, "", 0, "")
    assert describe_outcome(back) == "raised ValueError: "


def test_the_same_bytes_for_the_same_content() -> None:
    def build(order: list[str]) -> str:
        calls = {test: [RecordedCall("d", Outcome(End.VALUE, TENSOR))] for test in order}
        return Key(1, "m", parts=dict.fromkeys(order, "1.1.core"), calls=calls).to_json()

    text = build(["a", "b"])
    assert text == build(["b", "a"])
    assert Key.from_json(text).to_json() == text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "3", "null", '{"format": 0}', f'{{"format": {FORMAT}, "seed": 1}}']
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyMismatchError):
        Key.from_json(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_changed_key_is_read_or_refused(data: st.DataObject) -> None:
    text = key_of(Outcome(End.VALUE, TENSOR, gradients=(TENSOR,)), Outcome(End.ERROR, error=ERROR)).to_json()
    content: Any = json.loads(text)
    place = content
    while isinstance(place, dict | list) and place:
        parent, name = place, data.draw(st.sampled_from(list(place) if isinstance(place, dict) else [0]))
        place = parent[name]
        if data.draw(st.booleans()):
            break
    parent[name] = data.draw(st.sampled_from([None, 7, "x", [], [1], {}, {"T": ["float32", [9]]}, "AAAA"]))
    try:
        key = Key.from_json(json.dumps(content))
    except KeyMismatchError:
        return
    assert isinstance(key, Key)


# digests


def digest(*args: Any, wrt: tuple[int, ...] = (), **kwargs: Any) -> str:
    return digest_of("f", args, kwargs, wrt)


def test_a_digest_hangs_on_every_bit_of_a_call() -> None:
    array = np.arange(6, dtype=np.float32)
    nearly = array.copy()
    nearly[5] = np.nextafter(nearly[5], 9)
    calls = [
        digest(), digest(1), digest(True), digest(1.0), digest("1"), digest([1]), digest((1,)), digest(a=1),
        digest(1, 2), digest([1, 2]), digest(array), digest(nearly), digest(array.reshape(2, 3)),
        digest(array.astype(np.float64)), digest(Tensor(array, "bfloat16")), digest(array, wrt=(0,)),
        digest(Provided("Tied", {"seed": 1})), digest(Provided("Tied", {"seed": 2})), digest(None),
        digest_of("g", (), {}, ()),
    ]  # fmt: skip
    assert len(set(calls)) == len(calls)


def test_a_digest_is_the_same_for_the_same_call() -> None:
    array = np.arange(6).reshape(2, 3)
    functions = [Callback(len, bool), Callback(print, bool)]  # what they do is the test's own affair
    assert digest(array.T.copy(), functions[0]) == digest(array.T, functions[1])


# replay


def replay(*calls: RecordedCall) -> Caller:
    return Replayer(Key(1, "m", calls={"t": list(calls)})).of("t", QUESTION)


def test_replay_gives_the_recorded_outcomes_in_order() -> None:
    calls = [RecordedCall(digest(n), Outcome(End.VALUE, n * 10)) for n in (1, 2)]
    reference = replay(*calls)
    assert [reference.f(n).value for n in (1, 2)] == [10, 20]


def test_replay_refuses_another_argument() -> None:
    reference = replay(RecordedCall(digest(1), Outcome(End.VALUE, 10)))
    with pytest.raises(KeyMismatchError, match="other arguments than the key holds"):
        reference.f(2)


def test_replay_refuses_one_call_too_many() -> None:
    reference = replay(RecordedCall(digest(1), Outcome(End.VALUE, 10)))
    assert reference.f(1).value == 10
    with pytest.raises(KeyMismatchError, match="more often than the key holds"):
        reference.f(1)


def test_a_test_may_call_its_own_function_only() -> None:
    with pytest.raises(AttributeError, match=r"1\.1 may call f only"):
        replay().g(1)


# what a key is made from


def test_the_hash_hangs_on_content_names_and_seed(tmp_path: Path) -> None:
    def hash_with(seed: int = 1, **files: bytes) -> str:
        paths = [tmp_path / f"{name}.py" for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        return hash_of_sources(paths, seed)

    plain = hash_with(a=b"1\n", b=b"2\n")
    others = [
        hash_with(2, a=b"1\n", b=b"2\n"), hash_with(a=b"1\n", b=b"3\n"), hash_with(a=b"2\n", b=b"1\n"),
        hash_with(a=b"1\n", c=b"2\n"), hash_with(a=b"1\n"), hash_with(a=b"1\n", b=b"2\n", c=b""),
    ]  # fmt: skip
    assert len({plain, *others}) == 1 + len(others)
    assert hash_with(b=b"2\r\n", a=b"1\r\n") == plain


def test_the_hash_does_not_hang_on_where_files_lie(tmp_path: Path) -> None:
    hashes = []
    for first, second in (("x", "y"), ("y", "x")):
        folder = tmp_path / f"{first}{second}"
        for name, below in (("a.py", first), ("b.py", second)):
            (folder / below).mkdir(parents=True)
            (folder / below / name).write_text(name, encoding="utf-8")
        hashes.append(hash_of_sources(list(folder.rglob("*.py")), 1))
    assert hashes[0] == hashes[1]
