"""The grader sees what a function returns in a worker: values, tensors and gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Opaque, Provided, Record, Tensor

Ask = Callable[..., Outcome]
LOGITS = np.array([1.0, 2.0, 4.0], dtype=np.float32)


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 1.0, 2**70, "é\ud800", [1, (2, [3.5])], {"a": [None], 2: False}, (), [], {}],
    ids=repr,
)
def test_a_value_comes_back_as_it_went(ask: Ask, value: Any) -> None:
    outcome = ask("def f(x): return x", value)
    assert outcome == Outcome(End.VALUE, value=value)
    assert repr(outcome.value) == repr(value)  # True is not 1


def test_arguments_by_name(ask: Ask) -> None:
    assert ask("def f(a, *, b): return (a, b)", 1, b=[2]).value == (1, [2])


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "int64", "uint8", "bool"])
def test_a_tensor_keeps_shape_and_dtype(ask: Ask, dtype: str) -> None:
    outcome = ask("def f(x): return x.reshape(3, 2).t()", np.arange(6).reshape(2, 3).astype(dtype))
    assert (outcome.value.dtype, outcome.value.shape) == (dtype, (2, 3))
    assert np.array_equal(outcome.value.array, np.arange(6).reshape(3, 2).T.astype(dtype))


def test_bfloat16_is_rounded_as_torch_rounds(ask: Ask) -> None:
    outcome = ask("def f(x): return x / 3", Tensor(LOGITS, "bfloat16"))
    assert outcome.value.dtype == "bfloat16"
    assert outcome.value.array.tolist() == [0.333984375, 0.66796875, 1.3359375]


@pytest.mark.parametrize(
    ("body", "type_name", "value"),
    [
        ("np.float64(x)", "numpy.float64", 3.0),
        ("np.int64(x)", "numpy.int64", 3),
        ("np.array(x)", "numpy.ndarray", 3),
        ("torch.nn.Parameter(torch.zeros(2))", "torch.nn.parameter.Parameter", None),
        ("{x}", "builtins.set", None),
        ("(n for n in [x])", "builtins.generator", None),
        ("All()", "student.All", None),
        ("Mine(x)", "student.Mine", None),
    ],
)
def test_other_values_are_opaque(ask: Ask, body: str, type_name: str, value: Any) -> None:
    source = f"""
import numpy as np
import torch
class All:
    def __eq__(self, other): return True
    def __hash__(self): return 0
class Mine(int):
    pass
def f(x): return {body}
"""
    assert ask(source, 3).value == Opaque(type_name, value)


def test_a_number_where_a_tensor_of_no_dimension_is_returned(ask: Ask) -> None:
    outcome = ask("import torch\ndef f(x): return torch.tensor(x)", 3)
    assert (outcome.value.shape, outcome.value.dtype, outcome.value.array.item()) == ((), "int64", 3)


def test_records_and_provided_objects(ask: Ask) -> None:
    recipe = {"param_dtype": "float16", "grad_dtype": "float16", "optimizer": "sgd"}
    record = Record("TrainingRecipe", {**recipe, "state_dtype": "float32", "master_weights": True})
    outcome = ask(
        "def f(recipe, tokenizer): return recipe, tokenizer.encode('a')", record, Provided("ByteTokenizer")
    )
    assert outcome.value == (record, [97])


def test_a_gradient_comes_with_the_value(ask: Ask) -> None:
    outcome = ask("def f(x): return (x * x).sum()", LOGITS, wrt=(0,))
    assert outcome.value.array.item() == 21
    assert outcome.gradients is not None
    assert outcome.gradients[0].array.tolist() == [2, 4, 8]


@pytest.mark.parametrize(
    ("body", "gradient"),
    [
        ("(x * 0).sum()", [0.0, 0.0, 0.0]),
        ("(x * x).sum().reshape(1, 1)", [2.0, 4.0, 8.0]),
        ("(x * x).sum().detach()", None),
        ("(x.detach() * x.detach()).sum()", None),
        ("x.sum().item()", None),
        ("x * x", None),
        ("[x.sum()]", None),
        ("None", None),
    ],
)
def test_a_gradient_that_is_zero_or_missing(ask: Ask, body: str, gradient: list[float] | None) -> None:
    outcome = ask(f"def f(x): return {body}", LOGITS, wrt=(0,))
    assert outcome.end is End.VALUE
    assert outcome.gradients is not None
    got = outcome.gradients[0]
    assert (got.array.tolist() if isinstance(got, Tensor) else got) == gradient


def test_gradients_by_several_tensors(ask: Ask) -> None:
    outcome = ask("def f(a, b, c): return (a * c[0]).sum()", LOGITS, LOGITS, [LOGITS], wrt=(0, 1, 2))
    assert outcome.gradients is not None
    first, unused, nested = outcome.gradients
    assert first.array.tolist() == LOGITS.tolist() == nested.array.tolist()
    assert unused is None


def test_a_graph_that_was_used_up_is_the_submissions_error(ask: Ask) -> None:
    source = "def f(x):\n    loss = (x * x).sum()\n    loss.backward()\n    return loss\n"
    outcome = ask(source, LOGITS, wrt=(0,))
    assert outcome.end is End.ERROR
    assert outcome.error is not None
    assert outcome.error.name == "RuntimeError"


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("x[0]", False),
        ("x.append(1)", True),
        ("x.__setitem__(0, 2.0)", True),
        ("x.append(x)", True),
        ("t.add_(1)", True),
        ("(t + 1).sum()", False),
        ("d.pop('k')", True),
    ],
)
def test_changed_arguments_are_attested(ask: Ask, body: str, changed: bool) -> None:
    outcome = ask(f"def f(x, t, *, d): return ({body}, None)", [2], LOGITS, d={"k": 1})
    assert outcome.changed is changed


def test_every_call_begins_with_the_same_random_numbers(ask: Ask) -> None:
    source = "import random, torch\ndef f(): return [random.random(), torch.rand(1).item()]"
    assert ask(source).value == ask(source).value
