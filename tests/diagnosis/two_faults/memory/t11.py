"""Two ideas:

1. Adam keeps one value per parameter.
2. Moments are float16 by default.
"""


def adam_state_memory(n_params: int, dtype: str = "float16") -> int:
    return weight_memory(n_params, dtype)
