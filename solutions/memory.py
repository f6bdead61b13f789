"""Part 3a - What Adam costs.

Before a model is trained, somebody computes whether it fits in memory. In this file you write that
arithmetic: the weights, Adam's two moments, the total of a mixed-precision recipe, and the optimizer
state of a real model with tied and frozen parameters. Activations are out of scope.

Rules for all functions: bytes and counts are exact Python ints, never floats, and 1 GB is 10**9 bytes.
The types in a signature are exact: NumPy's scalars and classes derived from `int`, `float` or
`MemoryBreakdown` are not accepted.
`provided/recipes.py` has `DTYPE_BYTES`, `TrainingRecipe` and `MemoryBreakdown`: read it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provided.recipes import DTYPE_BYTES, MemoryBreakdown, TrainingRecipe

if TYPE_CHECKING:  # for the annotation only: importing torch takes a second, and arithmetic does not need it
    import torch

# BEGIN SOLUTION NO PROMPT
_STATES_PER_PARAMETER = {"sgd": 0, "momentum": 1, "adam": 2}
# END SOLUTION


def weight_memory(n_params: int, dtype: str) -> int:
    """Return the bytes of `n_params` numbers in `dtype`.

    Raises:
        ValueError: `dtype` is not a key of `DTYPE_BYTES`, or `n_params` is negative.

    Source: the sizes of PyTorch's dtypes, in `provided/recipes.py`.

    1.8 trillion parameters in float16 take 3,600 GB:

    >>> weight_memory(1_800_000_000_000, "float16")
    3600000000000
    """
    # BEGIN SOLUTION
    if dtype not in DTYPE_BYTES:
        raise ValueError(f"dtype must be one of {sorted(DTYPE_BYTES)}, not {dtype!r}")
    if n_params < 0:
        raise ValueError(f"n_params must not be negative, but is {n_params}")
    return n_params * DTYPE_BYTES[dtype]
    # END SOLUTION


def gigabytes(n_bytes: int) -> float:
    """Return decimal gigabytes, a Python float: 1 GB is 10**9 bytes, whereas 1 GiB is 2**30 bytes.

    Source: the SI prefixes; IEC 80000-13 for GiB.

    >>> gigabytes(3_600_000_000_000)
    3600.0
    """
    # BEGIN SOLUTION
    return n_bytes / 10**9
    # END SOLUTION


def adam_state_memory(n_params: int, dtype: str = "float32") -> int:
    """Return the bytes of Adam's state: a first and a second moment per parameter, in `dtype`.

    Raises:
        ValueError: for the same arguments as `weight_memory`.

    The default is float32, because a float16 second moment underflows: the square of a gradient below
    1.7e-4 rounds to 0, and Adam divides by its root.

    Source: Kingma & Ba 2015, "Adam", algorithm 1 (the vectors m and v).

    >>> adam_state_memory(1_000, "float16"), adam_state_memory(1_000)
    (4000, 8000)
    """
    # BEGIN SOLUTION
    return _STATES_PER_PARAMETER["adam"] * weight_memory(n_params, dtype)
    # END SOLUTION


def training_memory(n_params: int, recipe: TrainingRecipe) -> MemoryBreakdown:
    """Return the bytes that training needs, without activations.

    Weights are in the recipe's `param_dtype`, gradients in its `grad_dtype`. Master weights are a
    float32 copy of the weights; 0 bytes if the recipe has none. The optimizer state is in
    `state_dtype`: SGD keeps no values, momentum one per parameter, Adam two.

    Raises:
        ValueError: `n_params` is negative.

    Source: Rajbhandari et al. 2020, "ZeRO", section 3.1 (2 + 2 + K bytes, K = 12 for Adam).

    >>> mixed = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
    >>> training_memory(10, mixed)
    MemoryBreakdown(weights=20, gradients=20, master_weights=40, optimizer_state=80)
    >>> training_memory(10, mixed).total  # 16 bytes per parameter
    160
    """
    # BEGIN SOLUTION
    return MemoryBreakdown(
        weights=weight_memory(n_params, recipe.param_dtype),
        gradients=weight_memory(n_params, recipe.grad_dtype),
        # Small updates vanish when they are added to half-precision weights, so a float32 copy takes them.
        master_weights=weight_memory(n_params, "float32") if recipe.master_weights else 0,
        optimizer_state=_STATES_PER_PARAMETER[recipe.optimizer] * weight_memory(n_params, recipe.state_dtype),
    )
    # END SOLUTION


def optimizer_state_memory(model: torch.nn.Module, dtype: str = "float32") -> int:
    """Return the bytes of Adam's state for `model`, with all moments in `dtype`.

    Every parameter with `requires_grad` counts, whether it is used or not, whichever module holds it. A
    tied parameter (the same `Parameter` object in two places) counts once. Buffers and frozen parameters
    never count. The result is the two moments only. PyTorch allocates them at the first step that finds a
    gradient for the parameter, in the parameter's own dtype, and adds a step counter of 4 bytes per tensor.

    Args:
        model: any `torch.nn.Module`, also one on the meta device, whose parameters have no storage.
        dtype: a key of `DTYPE_BYTES`.

    Source: PyTorch, `torch.optim.Adam` (`exp_avg` and `exp_avg_sq` of each parameter).

    A linear layer from 3 to 2 features has 6 weights and 2 biases:

    >>> from torch import nn
    >>> optimizer_state_memory(nn.Linear(3, 2))
    64
    """
    # BEGIN SOLUTION
    # parameters() yields a Parameter object once, however many modules hold it: an optimizer that is
    # given them keeps one state for it too.
    n_trained = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    return adam_state_memory(n_trained, dtype)
    # END SOLUTION
