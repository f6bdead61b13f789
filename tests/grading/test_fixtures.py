"""`student` and `reference` as a hidden test calls them: gradients, rows, and the scale of the logits."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.answer_key.recorder import Recorder
from autograder.answer_key.seed import term_seed
from autograder.catalog import Project, Question
from autograder.errors import AutograderError
from autograder.grading.assertions import Mismatch, assert_close
from autograder.grading.describe import describe_outcome
from autograder.grading.fixtures import Caller, Replayer, Student
from autograder.grading.key import Key, digest_of
from autograder.grading.session import Session
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Tensor

QUESTION = Question("1.1", "f", "student", (), ())
LOGITS = np.array([[1.0, -3.0], [0.5, 2.0]], dtype=np.float32)
SOURCE = {"student.py": "def f(x, y=None, **named): return (x * x).sum()\n"}


def test_gradients_are_asked_for_by_place(open_session: Callable[..., Session]) -> None:
    student = Student(open_session(SOURCE)).of(QUESTION)
    first = student.f.grad(LOGITS, LOGITS).outcome
    assert first.gradients is not None
    assert first.gradients[0].array.tolist() == (2 * LOGITS).tolist()
    both = student.f.grad(LOGITS, LOGITS, wrt=(1, 0)).outcome
    assert both.gradients is not None
    assert both.gradients[0] is None
    assert both.gradients[1].array.tolist() == (2 * LOGITS).tolist()
    assert student.f(LOGITS).outcome.gradients is None


def test_of_a_failed_test_the_first_outcome_is_kept_and_of_others_none(
    open_session: Callable[..., Session],
) -> None:
    student = Student(open_session({"student.py": "def f(x): return 1 // x\n"}))
    for test, args, passed in (
        ("a", (1, 2), True),
        ("b", (0, 1), False),
        ("c", (), False),
        ("d", (1,), False),
    ):
        for argument in args:
            student.of(QUESTION).f(argument)
        student.judged(test, passed=passed)
    assert student.signatures == {"b": ["error", "ZeroDivisionError"], "d": {"value": 1}}


def test_what_is_recorded_is_replayed(open_session: Callable[..., Session]) -> None:
    key = Key(1, "m")
    recorded = Recorder(open_session(SOURCE), key).of("t", QUESTION).f.grad(LOGITS)
    assert [call.digest for call in key.calls["t"]] == [digest_of("f", (LOGITS,), {}, (0,))]
    replayed = Replayer(Key.from_json(key.to_json())).of("t", QUESTION).f.grad(LOGITS)
    assert_close(recorded, replayed)
    assert replayed.scale == recorded.scale
    assert describe_outcome(replayed.outcome) == describe_outcome(recorded.outcome)


def scale_of(*args: Any, **kwargs: Any) -> float:
    return Caller(QUESTION, lambda *_call: Outcome(End.VALUE)).f(*args, **kwargs).scale


@pytest.mark.parametrize(
    ("args", "scale"),
    [
        ((LOGITS,), 3.0),
        ((LOGITS.astype(np.float64) * -10, LOGITS), 30.0),
        (([LOGITS, (LOGITS * 2,)],), 6.0),
        (({"logits": LOGITS, "name": "x"},), 3.0),
        ((Tensor(LOGITS * 4, "bfloat16"),), 12.0),
        ((np.array([900]), 800, 700.0, "x", None), 0.0),
        ((np.array([], dtype=np.float32),), 0.0),
        ((np.array([-math.inf, 5.0, math.nan]),), 5.0),
    ],
    ids=str,
)
def test_the_scale_is_the_largest_finite_logit(args: tuple[Any, ...], scale: float) -> None:
    assert scale_of(*args) == scale
    assert scale_of(0, kwargs=args) == scale


def test_a_masked_logit_makes_no_loss_right(open_session: Callable[..., Session]) -> None:
    """A tolerance that grew with -inf would let every finite loss pass."""
    masked = np.array([0.0, -math.inf], dtype=np.float32)
    source = {"student.py": "def f(x): return x.new_tensor(7.0)\n"}
    answer = Student(open_session(source)).of(QUESTION).f(masked)
    right = Outcome(End.VALUE, Tensor.of(np.array(2.0, dtype=np.float32)))
    expected = Caller(QUESTION, lambda *_call: right).f(masked)
    with pytest.raises(Mismatch, match="wrong value"):
        assert_close(answer, expected)


def test_the_terms_seed_is_drawn_once(tiny: Callable[..., Project]) -> None:
    project, other = tiny(""), tiny("")
    seed = term_seed(project)
    assert term_seed(Project(project.root)) == seed >= 0
    assert term_seed(other) != seed
    assert (seed | term_seed(other)).bit_length() > 100
    kept = project.root / ".autograder" / "seed"
    kept.write_text("2026\n", encoding="utf-8")
    assert term_seed(project) == 2026
    kept.write_text("autumn\n", encoding="utf-8")
    with pytest.raises(AutograderError, match="autumn"):
        term_seed(project)
