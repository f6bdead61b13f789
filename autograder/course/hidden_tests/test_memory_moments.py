"""Part 3a: the bytes of weights and of Adam's moments."""

import numpy as np
import pytest

from autograder.testing import Caller, assert_number, assert_raises, assert_same


def count(rng: np.random.Generator) -> int:
    """A number of parameters, odd so that no power of two is hidden in it."""
    return 2 * int(rng.integers(500, 1_000)) + 1


def huge(rng: np.random.Generator) -> int:
    """A number of parameters that no float holds exactly."""
    return 10**24 + count(rng)


@pytest.mark.part("3a.1.example")
def test_weight_memory_example(student: Caller, reference: Caller) -> None:
    """the worked example: 1.8 trillion parameters in float16"""
    n_params, dtype = 1_800_000_000_000, "float16"
    assert_same(student.weight_memory(n_params, dtype), reference.weight_memory(n_params, dtype))


@pytest.mark.part("3a.1.core")
@pytest.mark.parametrize("dtype", ["int8", "bfloat16", "float32"])
def test_weight_memory(student: Caller, reference: Caller, rng: np.random.Generator, dtype: str) -> None:
    """bytes of a few parameters, as an int, in each dtype"""
    n_params = count(rng)
    assert_same(student.weight_memory(n_params, dtype), reference.weight_memory(n_params, dtype))


@pytest.mark.part("3a.1.errors")
def test_weight_memory_none(student: Caller, reference: Caller) -> None:
    """a model without parameters is not an error"""
    assert_same(student.weight_memory(0, "float32"), reference.weight_memory(0, "float32"))


@pytest.mark.part("3a.1.errors")
def test_weight_memory_negative(student: Caller, rng: np.random.Generator) -> None:
    """a negative number of parameters is refused"""
    assert_raises(student.weight_memory(-count(rng), "int8"), "ValueError")


@pytest.mark.part("3a.1.errors")
@pytest.mark.parametrize(("n_params", "dtype"), [(0, "float12"), (3, "Float16"), (3, "fp16")])
def test_weight_memory_unknown_dtype(student: Caller, n_params: int, dtype: str) -> None:
    """a dtype that is not in DTYPE_BYTES is refused, however similar it looks, even for no parameters"""
    assert_raises(student.weight_memory(n_params, dtype), "ValueError")


@pytest.mark.part("3a.1.errors")
def test_weight_memory_huge(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """no number is too large, or too large to be exact"""
    n_params = huge(rng)
    assert_same(student.weight_memory(n_params, "float16"), reference.weight_memory(n_params, "float16"))


@pytest.mark.part("3a.2.example")
def test_gigabytes_example(student: Caller, reference: Caller) -> None:
    """the worked example: the weights of 1.8 trillion parameters"""
    assert_number(student.gigabytes(3_600_000_000_000), reference.gigabytes(3_600_000_000_000))


@pytest.mark.part("3a.2.core")
def test_gigabytes_known(student: Caller, reference: Caller) -> None:
    """a whole GB is a float"""
    assert_number(student.gigabytes(1_000_000_000), reference.gigabytes(1_000_000_000))


@pytest.mark.part("3a.2.core")
def test_gigabytes(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a part of a GB keeps all its digits"""
    n_bytes = 3 * 2**30 + 10 * int(rng.integers(1_000, 10_000)) + 1
    assert_number(student.gigabytes(n_bytes), reference.gigabytes(n_bytes))


@pytest.mark.part("3a.3.example")
def test_adam_state_memory_example(student: Caller, reference: Caller) -> None:
    """the worked example: a thousand parameters in float16"""
    assert_same(student.adam_state_memory(1_000, "float16"), reference.adam_state_memory(1_000, "float16"))


@pytest.mark.part("3a.3.core")
def test_adam_state_memory_default(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """bytes of Adam's state, if no dtype is named"""
    n_params = count(rng)
    assert_same(student.adam_state_memory(n_params), reference.adam_state_memory(n_params))


@pytest.mark.part("3a.3.core")
def test_adam_state_memory(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """bytes of Adam's state, as an int, in the caller's dtype"""
    n_params = count(rng)
    answer = student.adam_state_memory(n_params, dtype="bfloat16")
    assert_same(answer, reference.adam_state_memory(n_params, dtype="bfloat16"))


@pytest.mark.part("3a.3.errors")
def test_adam_state_memory_none(student: Caller, reference: Caller) -> None:
    """a model without parameters is not an error"""
    assert_same(student.adam_state_memory(0), reference.adam_state_memory(0))


@pytest.mark.part("3a.3.errors")
def test_adam_state_memory_negative(student: Caller, rng: np.random.Generator) -> None:
    """a negative number of parameters is refused"""
    assert_raises(student.adam_state_memory(-count(rng)), "ValueError")


@pytest.mark.part("3a.3.errors")
def test_adam_state_memory_unknown_dtype(student: Caller, rng: np.random.Generator) -> None:
    """a dtype that is not in DTYPE_BYTES is refused"""
    assert_raises(student.adam_state_memory(count(rng), "float64"), "ValueError")


@pytest.mark.part("3a.3.errors")
def test_adam_state_memory_huge(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """no number is too large, or too large to be exact"""
    n_params = huge(rng)
    assert_same(student.adam_state_memory(n_params), reference.adam_state_memory(n_params))
