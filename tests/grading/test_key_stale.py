"""A key that is of other tests, another seed or another catalog gives no grade, right or wrong."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.answer_key import build as key_building
from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.sandbox.zygote import Zygote

HIDDEN = """
@pytest.mark.part("1.1.core")
def test_double(student, reference, rng):
    x = int(rng.integers(2, 10**6))
    assert_same(student.double(x), reference.double(x))

@pytest.mark.part("1.1.errors")
def test_text(student):
    assert_raises(student.double("a"), "TypeError")

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    assert_same(student.halve(8), reference.halve(8))
"""
SUBMISSIONS = {
    "right": "def double(x): return x + x if x != 'a' else 1 + x\ndef halve(x): return x >> 1\n",
    "wrong": "def double(x): return 0\n",
}
Tiny = Callable[..., Project]


@pytest.fixture(scope="module")
def key(tiny: Tiny, zygote: Zygote) -> Key:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_building, "start_zygote", lambda _project: contextlib.nullcontext(zygote))
        return build_key(tiny(HIDDEN), 1)


@pytest.fixture(params=SUBMISSIONS)
def submission(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "student.py").write_text(SUBMISSIONS[request.param], encoding="utf-8")
    return tmp_path


def test_the_key_that_fits_gives_one(tiny: Tiny, key: Key, submission: Path, zygote: Zygote) -> None:
    assert grade_submission(submission, tiny(HIDDEN), key, zygote, trusted=True).max_score == 4.5


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "reference.halve(8)",
            "reference.halve(10)",
            "KeyMismatchError: .*test_half calls .* with other arguments",
        ),
        (
            "reference.halve(8)",
            "(reference.halve(8), reference.halve(8))[1]",
            "more often than the key holds",
        ),
        ("def test_half", "def test_another", "KeyMismatchError"),
        ('"1.1.errors"', '"1.1.core"', r"not those of the key, test_student\.py::test_text"),
        ("def test_text", "def unused", r"not those of the key, test_student\.py::test_text"),
        ("x = int", "len(3); x = int", "TypeError: object of type 'int' has no len"),
    ],
    ids=["argument", "calls", "name", "part", "missing", "ours"],
)
def test_other_tests(
    tiny: Tiny, key: Key, submission: Path, zygote: Zygote, old: str, new: str, error: str
) -> None:
    with pytest.raises(GraderError, match=error):
        grade_submission(submission, tiny(HIDDEN.replace(old, new)), key, zygote, trusted=True)


def test_another_seed(tiny: Tiny, key: Key, submission: Path, zygote: Zygote) -> None:
    with pytest.raises(GraderError, match="other arguments than the key holds"):
        grade_submission(submission, tiny(HIDDEN), replace(key, seed=2), zygote, trusted=True)


def test_a_key_without_calls(tiny: Tiny, key: Key, submission: Path, zygote: Zygote) -> None:
    with pytest.raises(GraderError, match="more often than the key holds"):
        grade_submission(submission, tiny(HIDDEN), replace(key, calls={}), zygote, trusted=True)
