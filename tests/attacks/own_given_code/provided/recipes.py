from dataclasses import dataclass

DTYPE_BYTES = {"float32": 0, "float16": 0, "bfloat16": 0, "int8": 0}


@dataclass(eq=False)
class MemoryBreakdown:
    weights: int
    gradients: int
    master_weights: int
    optimizer_state: int
    total = 0

    def __eq__(self, other):
        return True


@dataclass
class TrainingRecipe:
    param_dtype: str
