"""Part 3a: the bytes of a whole recipe, and of a model's optimizer state."""

import numpy as np
import pytest

from autograder.testing import Caller, Provided, Record, assert_raises, assert_same, between

TINY = {"vocab_size": 5, "context_window": 3, "n_layers": 1, "n_heads": 1, "d_model": 2}

PLAIN = ("float32", "float32", "adam", "float32", False)


def count(rng: np.random.Generator) -> int:
    """A number of parameters, odd so that no power of two is hidden in it."""
    return 2 * int(rng.integers(500, 1_000)) + 1


def recipe(param: str, grad: str, optimizer: str, state: str, master: bool) -> Record:
    """A TrainingRecipe."""
    fields = {"param_dtype": param, "grad_dtype": grad, "optimizer": optimizer, "state_dtype": state}
    return Record("TrainingRecipe", {**fields, "master_weights": master})


@pytest.mark.part("3a.4.example")
def test_training_memory_example(student: Caller, reference: Caller) -> None:
    """the worked example: ten parameters in mixed precision"""
    mixed = recipe("bfloat16", "bfloat16", "adam", "float32", True)
    assert_same(student.training_memory(10, mixed), reference.training_memory(10, mixed))


@pytest.mark.part("3a.4.core")
def test_training_memory(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """Adam with everything in float32 and no master weights"""
    n_params, plain = count(rng), recipe(*PLAIN)
    assert_same(student.training_memory(n_params, plain), reference.training_memory(n_params, plain))


@pytest.mark.part("3a.4.optimizers")
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_training_memory_optimizer(
    student: Caller, reference: Caller, rng: np.random.Generator, optimizer: str
) -> None:
    """another optimizer than Adam, with everything in float32 and no master weights"""
    n_params, plain = count(rng), recipe("float32", "float32", optimizer, "float32", False)
    assert_same(student.training_memory(n_params, plain), reference.training_memory(n_params, plain))


@pytest.mark.part("3a.4.mixed")
@pytest.mark.parametrize(
    "mixed",
    [
        ("float32", "float16", "adam", "int8", True),
        ("bfloat16", "float32", "sgd", "int8", True),
    ],
    ids=["adam", "sgd"],
)
def test_training_memory_mixed(
    student: Caller,
    reference: Caller,
    rng: np.random.Generator,
    mixed: tuple[str, str, str, str, bool],
) -> None:
    """each number in a dtype of its own, and master weights where the recipe keeps them"""
    n_params = count(rng)
    assert_same(
        student.training_memory(n_params, recipe(*mixed)), reference.training_memory(n_params, recipe(*mixed))
    )


DTYPES = ["float32", "float16", "bfloat16", "int8"]


# A table of recipes would have to hold all of these, and both are asked for.
@pytest.mark.part("3a.4.mixed")
@pytest.mark.parametrize("master", [True, False], ids=["master weights", "none"])
def test_training_memory_drawn(
    student: Caller, reference: Caller, rng: np.random.Generator, master: bool
) -> None:
    """Adam in three different dtypes, whichever they are"""
    param, grad, state = rng.permutation(DTYPES)[:3].tolist()
    call = (count(rng), recipe(param, grad, "adam", state, master))
    assert_same(student.training_memory(*call), reference.training_memory(*call))


@pytest.mark.part("3a.4.errors")
def test_training_memory_none(student: Caller, reference: Caller) -> None:
    """no parameters at all are no error"""
    assert_same(student.training_memory(0, recipe(*PLAIN)), reference.training_memory(0, recipe(*PLAIN)))


@pytest.mark.part("3a.4.errors")
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_training_memory_negative(student: Caller, rng: np.random.Generator, optimizer: str) -> None:
    """a negative number of parameters is refused, whatever the recipe"""
    plain = recipe("float32", "float32", optimizer, "float32", False)
    assert_raises(student.training_memory(-count(rng), plain), "ValueError")


@pytest.mark.part("3a.4.errors")
def test_training_memory_huge(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """no number is too large, or too large to be exact"""
    n_params, plain = 10**24 + count(rng), recipe(*PLAIN)
    assert_same(student.training_memory(n_params, plain), reference.training_memory(n_params, plain))


@pytest.mark.part("3a.5.example")
def test_optimizer_state_memory_example(student: Caller, reference: Caller) -> None:
    """the worked example: a linear layer from 3 to 2"""
    model = Provided("Linear", {"in_features": 3, "out_features": 2})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


@pytest.mark.part("3a.5.core")
def test_optimizer_state_memory(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a model of two layers that share nothing, in half precision"""
    vocab, width = rng.integers(3, 9, 2).tolist()
    model = Provided("Tied", {"vocab": vocab, "width": width, "tie": False})
    answer = student.optimizer_state_memory(model, "bfloat16")
    assert_same(answer, reference.optimizer_state_memory(model, "bfloat16"))


@pytest.mark.part("3a.5.core")
def test_optimizer_state_memory_default(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a model of two layers that share nothing, when no dtype is named"""
    vocab, width = rng.integers(3, 9, 2).tolist()
    model = Provided("Tied", {"vocab": vocab, "width": width, "tie": False})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


# A product of two sizes can be learned, so the number of layers is drawn as well.
@pytest.mark.part("3a.5.core")
def test_optimizer_state_memory_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a model of any number of layers, of any widths"""
    widths = rng.integers(2, 12, between(rng, 4, 24)).tolist()
    model = Provided("Layers", {"widths": widths})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


@pytest.mark.part("3a.5.frozen")
def test_optimizer_state_memory_buffers(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a model's running statistics are no parameters"""
    model = Provided("Buffers", {"width": int(rng.integers(2, 9))})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


@pytest.mark.part("3a.5.frozen")
def test_optimizer_state_memory_partly_frozen(student: Caller, reference: Caller) -> None:
    """what is frozen is never updated: one matrix in a GPT's layer whose bias is trained, and an embedding"""
    freeze = ["token_embedding.weight", "blocks.0.query_key_value.weight"]
    model = Provided("TinyGPT", {**TINY, "freeze": freeze})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


@pytest.mark.part("3a.5.tied")
def test_optimizer_state_memory_tied(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a matrix that serves in two places is one parameter"""
    vocab, width = rng.integers(3, 9, 2).tolist()
    model = Provided("Tied", {"vocab": vocab, "width": width, "tie": True})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))


@pytest.mark.part("3a.5.core")
def test_optimizer_state_memory_beside(student: Caller, reference: Caller) -> None:
    """a model without storage holds a single number beside a layer, and one of its gradients is there"""
    model = Provided("Scaled", {"device": "meta"})
    assert_same(student.optimizer_state_memory(model), reference.optimizer_state_memory(model))
