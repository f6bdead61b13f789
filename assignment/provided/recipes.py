"""The memory side of training: which numbers are kept for each parameter, and in which dtype."""

from dataclasses import dataclass

DTYPE_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}
"""The bytes of one number."""

OPTIMIZERS = ("sgd", "momentum", "adam")


@dataclass(frozen=True)
class TrainingRecipe:
    """The dtypes of the numbers that training keeps for each parameter.

    `optimizer` is ``"sgd"``, ``"momentum"`` or ``"adam"``. With `master_weights`, training keeps a
    float32 copy of the weights in addition to those in `param_dtype` (Micikevicius et al. 2018,
    "Mixed Precision Training", section 3.1).

    >>> TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True).optimizer
    'adam'
    """

    param_dtype: str
    grad_dtype: str
    optimizer: str
    state_dtype: str
    master_weights: bool

    def __post_init__(self) -> None:
        for name in ("param_dtype", "grad_dtype", "state_dtype"):
            if getattr(self, name) not in DTYPE_BYTES:
                raise ValueError(f"{name} must be one of {sorted(DTYPE_BYTES)}, not {getattr(self, name)!r}")
        if self.optimizer not in OPTIMIZERS:
            raise ValueError(f"optimizer must be one of {OPTIMIZERS}, not {self.optimizer!r}")
        if not isinstance(self.master_weights, bool):
            raise ValueError(  # noqa: TRY004 - like the other fields
                f"master_weights must be a bool, not {self.master_weights!r}"
            )


@dataclass(frozen=True)
class MemoryBreakdown:
    """The bytes that training needs, without activations.

    >>> MemoryBreakdown(weights=2, gradients=2, master_weights=4, optimizer_state=8).total
    16
    """

    weights: int
    gradients: int
    master_weights: int
    optimizer_state: int

    @property
    def total(self) -> int:
        """The sum of the four parts, in bytes."""
        return self.weights + self.gradients + self.master_weights + self.optimizer_state
