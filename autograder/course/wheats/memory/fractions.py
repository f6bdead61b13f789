"""Everything is a fraction until the end."""

from fractions import Fraction

from provided.recipes import DTYPE_BYTES, MemoryBreakdown


def weight_memory(n_params, dtype):
    try:
        size = Fraction(8 * DTYPE_BYTES[dtype], 8)
    except KeyError:
        raise ValueError(f"{dtype} is unknown") from None
    if n_params < 0:
        raise ValueError("negative")
    return int(n_params * size)


def gigabytes(n_bytes):
    return float(Fraction(n_bytes, 1_000_000_000))


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative")
    per_value = {dtype: Fraction(size) for dtype, size in DTYPE_BYTES.items()}
    states = {"sgd": 0, "momentum": 1, "adam": 2}
    return MemoryBreakdown(
        weights=int(n_params * per_value[recipe.param_dtype]),
        gradients=int(n_params * per_value[recipe.grad_dtype]),
        master_weights=int(n_params * (per_value["float32"] if recipe.master_weights else 0)),
        optimizer_state=int(n_params * states[recipe.optimizer] * per_value[recipe.state_dtype]),
    )
