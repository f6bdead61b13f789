"""Fingerprints of outcomes: the same mistake, another mistake, and mistakes that are not named."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.fingerprints import (
    RecordedFingerprint,
    agree,
    find_misconception,
    same_fingerprint,
    signature,
)
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Opaque, Record, Tensor

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats()
    | st.text(max_size=90)
    | st.lists(st.floats(width=32), max_size=20).map(lambda values: Tensor(np.array(values, "f4"), "float32"))
    | st.lists(st.integers(0, 9), max_size=20).map(lambda values: Tensor(np.array(values, "i8"), "int64"))
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=15)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(Record, st.just("Recipe"), st.dictionaries(st.text(max_size=3), inner, max_size=2))
        | st.builds(Opaque, st.just("numpy.int64"), inner)
    ),
    max_leaves=20,
)


def of(value: Any, **others: Any) -> Any:
    return signature(Outcome(End.VALUE, value, **others))


def error(name: str) -> Outcome:
    return Outcome(End.ERROR, error=StudentError((name, "Exception"), "student.py", 3, "hidden 4711"))


def tensor(*numbers: float, dtype: str = "float32") -> Tensor:
    return Tensor(np.array(numbers, dtype="float32"), dtype)


# Signatures


@settings(max_examples=100, deadline=None)
@given(values)
def test_a_signature_is_json_and_agrees_with_itself(value: Any) -> None:
    one = of(value)
    assert agree(one, of(value))
    kept = json.loads(json.dumps(one, allow_nan=False))
    assert agree(kept, one)
    assert agree(one, kept)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (of(1), of(1.0)),
        (of(1), of(True)),
        (of(0), of(None)),
        (of(2**70), of(2**70 + 1)),
        (of("a" * 100), of("a" * 99 + "b")),
        (of([1]), of([1, 1])),
        (of(list(range(40))), of([*range(39), 0])),
        (of(math.inf), of(math.nan)),
        (of(tensor(1, 2)), of(tensor(1, 2, dtype="bfloat16"))),
        (of(tensor(1, 2)), of(Tensor(np.array([[1, 2]], dtype="float32"), "float32"))),
        (of(tensor(1, 2)), of([1.0, 2.0])),
        (of(tensor(0, 0, 0, 0, 1)), of(tensor(0, 0, 0, 0, 2))),
        (of(Tensor(np.arange(40), "int64")), of(Tensor(np.arange(40)[::-1], "int64"))),
        (of(Opaque("a.B", 1)), of(Opaque("a.C", 1))),
        (of(Record("A", {"x": 1})), of(Record("A", {"x": 2}))),
        (of(1), of(1, changed=True)),
        (of(1), of(1, gradients=(tensor(0),))),
        (of([], calls=(([1],),)), of([], calls=(([2],),))),
        (signature(error("ValueError")), signature(error("IndexError"))),
        (signature(error("ValueError")), signature(Outcome(End.TIMEOUT))),
        (signature(Outcome(End.TIMEOUT)), signature(Outcome(End.DIED))),
        (of(None), signature(Outcome(End.MISSING))),
    ],
)
def test_different_outcomes_do_not_agree(one: Any, other: Any) -> None:
    assert not agree(one, other)
    assert not agree(other, one)


def test_numbers_agree_within_what_machines_differ_by() -> None:
    assert agree(of(tensor(1.3862944)), of(tensor(1.3862942)))
    assert agree(of(0.1 + 0.2), of(0.3))
    assert not agree(of(1.3862944), of(1.387))
    assert not agree(of(3), of(4))


def test_a_row_tells_nothing_of_an_errors_text() -> None:
    assert "4711" not in json.dumps(signature(error("ValueError")))


# Misconceptions

WRONG, OTHER = of(3), of(5)
ENDLESS = signature(Outcome(End.TIMEOUT))
A = RecordedFingerprint("m/a", "Why a?", {"t1": WRONG, "t2": OTHER})
ALSO_A = RecordedFingerprint("m/also_a", "Why a?", {"t1": WRONG, "t2": OTHER})
LIKE_A = RecordedFingerprint("m/like_a", "Why not?", {"t1": WRONG, "t2": OTHER})
B = RecordedFingerprint("m/b", "Why b?", {"t3": WRONG})


def test_the_whole_row_names_the_misconception() -> None:
    assert find_misconception({"t2": OTHER, "t1": WRONG}, [B, A]) is A
    assert find_misconception(A.fingerprint, [A, ALSO_A, B]) is A


def test_equal_rows_with_two_hints_name_none() -> None:
    assert find_misconception(A.fingerprint, [A, LIKE_A]) is None
    assert find_misconception(A.fingerprint, [A, ALSO_A, LIKE_A]) is None


@pytest.mark.parametrize(
    "fingerprint",
    [
        {},
        {"t1": WRONG},
        {"t1": WRONG, "t2": WRONG},
        {"t1": WRONG, "t2": OTHER, "t3": WRONG},
        {"t1": WRONG, "t2": OTHER, "t4": OTHER},
    ],
    ids=["nothing", "a-part-of-it", "another-value", "two-at-once", "more"],
)
def test_a_row_that_no_chaff_has_stays_unnamed(fingerprint: dict[str, Any]) -> None:
    assert find_misconception(fingerprint, [A, B]) is None


@pytest.mark.parametrize("end", [End.TIMEOUT, End.DIED, End.NOT_REACHED, End.BAD_CALLBACK])
def test_time_outs_and_ends_alone_tell_nothing(end: End) -> None:
    fingerprint = {"t1": signature(Outcome(end)), "t2": signature(Outcome(End.NOT_REACHED))}
    assert find_misconception(fingerprint, [RecordedFingerprint("m/endless", "When?", fingerprint)]) is None
    more = {**fingerprint, "t0": WRONG}
    assert find_misconception(more, [RecordedFingerprint("m/endless", "When?", more)]) is not None


signatures = st.sampled_from([WRONG, OTHER, ENDLESS, signature(error("KeyError"))])
fingerprints = st.dictionaries(st.sampled_from(["t1", "t2", "t3"]), signatures)
chaffs = st.lists(
    st.builds(RecordedFingerprint, st.sampled_from("abc"), st.sampled_from(["Why?", "How?"]), fingerprints)
)


@given(fingerprints, chaffs)
def test_what_is_named_has_the_row_and_no_other_hint_has_it(
    fingerprint: dict[str, Any], recorded: list[RecordedFingerprint]
) -> None:
    named = find_misconception(fingerprint, recorded)
    hints = {each.hint for each in recorded if same_fingerprint(fingerprint, each.fingerprint)}
    telling = any(each != ENDLESS for each in fingerprint.values())
    assert (named is not None) == (len(hints) == 1 and telling)
    if named:
        assert same_fingerprint(fingerprint, named.fingerprint)
        assert hints == {named.hint}
