"""The reference's memory arithmetic of part 3a, against the worksheet's figures."""

import pytest
import torch
from reference import load_provided, load_reference

memory = load_reference("memory")
recipes = load_provided("recipes")

GB = 10**9
GPT4 = 1_800 * GB  # the parameters that the worksheet supposes: 1.8 · 10¹²
TRILLIONS_OF_TRILLIONS = 10**30 + 1  # far beyond a float's 53 bits


def assert_exactly(result: object, expected: int) -> None:
    assert (type(result), result) == (int, expected)


# 3a.1 weight_memory


@pytest.mark.parametrize(
    ("n_params", "dtype", "expected"),
    [
        (1_000, "float32", 4_000),
        (1_000, "float16", 2_000),
        (1_000, "bfloat16", 2_000),
        (1_000, "int8", 1_000),
        (GPT4, "float16", 3_600 * GB),  # the worksheet's 3,600 GB
        (0, "float32", 0),
        (TRILLIONS_OF_TRILLIONS, "float32", 4 * 10**30 + 4),
    ],
)
def test_weights(n_params: int, dtype: str, expected: int) -> None:
    assert_exactly(memory.weight_memory(n_params, dtype), expected)


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "int8"])
def test_weights_take_what_pytorch_takes(dtype: str) -> None:
    assert_exactly(memory.weight_memory(77, dtype), torch.empty(77, dtype=getattr(torch, dtype)).nbytes)


BAD_COUNT_OR_DTYPE = [(-1, "float32"), (1, "float64"), (1, "fp16"), (1, "Float32"), (1, ""), (0, "int4")]


@pytest.mark.parametrize(("n_params", "dtype"), BAD_COUNT_OR_DTYPE)
def test_weights_refuse(n_params: int, dtype: str) -> None:
    with pytest.raises(ValueError):
        memory.weight_memory(n_params, dtype)


# 3a.2 gigabytes


@pytest.mark.parametrize(
    ("n_bytes", "expected"),
    [
        (3_600 * GB, 3600.0),
        (GB, 1.0),
        (2**30, 1.073741824),  # a gibibyte is 7 % more
        (1, 1e-9),
        (0, 0.0),
        (1_500_000_000, 1.5),  # no rounding to whole gigabytes
    ],
)
def test_gigabytes(n_bytes: int, expected: float) -> None:
    result = memory.gigabytes(n_bytes)
    assert type(result) is float
    assert result == pytest.approx(expected, rel=1e-9, abs=0)


# 3a.3 adam_state_memory


@pytest.mark.parametrize(
    ("n_params", "dtype", "expected"),
    [
        (GPT4, "float16", 7_200 * GB),  # the worksheet's answer, two more values for each weight …
        (GPT4, "float32", 14_400 * GB),  # … and in the dtype that is usual today
        (3, "bfloat16", 12),  # 3 · 2 moments · 2 bytes
        (3, "int8", 6),
        (0, "float32", 0),
        (TRILLIONS_OF_TRILLIONS, "float32", 8 * 10**30 + 8),
    ],
)
def test_adam_state(n_params: int, dtype: str, expected: int) -> None:
    assert_exactly(memory.adam_state_memory(n_params, dtype), expected)


def test_adam_state_is_float32_by_default() -> None:
    assert_exactly(memory.adam_state_memory(5), 40)  # 5 · 2 · 4


@pytest.mark.parametrize(("n_params", "dtype"), BAD_COUNT_OR_DTYPE)
def test_adam_state_refuses(n_params: int, dtype: str) -> None:
    with pytest.raises(ValueError):
        memory.adam_state_memory(n_params, dtype)


# 3a.4 training_memory


@pytest.mark.parametrize(
    ("recipe", "per_parameter"),
    [
        # weights, gradients, master weights, optimizer state: bytes for one parameter
        pytest.param(("float16", "float16", "adam", "float32", True), (2, 2, 4, 8), id="mixed-16-bytes"),
        pytest.param(("float32", "float32", "adam", "float32", False), (4, 4, 0, 8), id="float32-16-bytes"),
        pytest.param(("bfloat16", "float32", "adam", "float32", True), (2, 4, 4, 8), id="float32-gradients"),
        pytest.param(("bfloat16", "bfloat16", "adam", "bfloat16", False), (2, 2, 0, 4), id="all-bfloat16"),
        pytest.param(("bfloat16", "bfloat16", "adam", "int8", True), (2, 2, 4, 2), id="8-bit-adam"),
        pytest.param(("float32", "float32", "momentum", "float32", False), (4, 4, 0, 4), id="momentum"),
        pytest.param(("float16", "float16", "momentum", "float16", True), (2, 2, 4, 2), id="half-momentum"),
        pytest.param(("float32", "float32", "sgd", "float32", False), (4, 4, 0, 0), id="sgd"),
        pytest.param(("float16", "int8", "sgd", "float32", True), (2, 1, 4, 0), id="sgd-with-master"),
        # a float32 recipe that asks for master weights gets them: the recipe decides, not the type
        pytest.param(("float32", "float32", "sgd", "float32", True), (4, 4, 4, 0), id="float32-with-master"),
    ],
)
@pytest.mark.parametrize("n_params", [1, 1_000, TRILLIONS_OF_TRILLIONS, 0])
def test_where_the_bytes_go(
    recipe: tuple[str, str, str, str, bool], per_parameter: tuple[int, int, int, int], n_params: int
) -> None:
    result = memory.training_memory(n_params, recipes.TrainingRecipe(*recipe))
    assert result == recipes.MemoryBreakdown(*(n_params * value for value in per_parameter))
    parts = (result.weights, result.gradients, result.master_weights, result.optimizer_state)
    assert {type(part) for part in parts} == {int}


def test_the_worksheets_model() -> None:
    recipe = recipes.TrainingRecipe("float16", "float16", "adam", "float32", master_weights=True)
    result = memory.training_memory(GPT4, recipe)
    # 1.8 · 10¹² parameters of 2 + 2 + 4 + 8 bytes
    assert result == recipes.MemoryBreakdown(3_600 * GB, 3_600 * GB, 7_200 * GB, 14_400 * GB)
    assert_exactly(result.total, 28_800 * GB)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_training_refuses_a_negative_count(optimizer: str) -> None:
    recipe = recipes.TrainingRecipe("float32", "float32", optimizer, "float32", master_weights=False)
    with pytest.raises(ValueError):
        memory.training_memory(-1, recipe)
