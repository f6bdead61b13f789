"""A model without parameters is refused."""


def adam_state_memory(n_params: int, dtype: str = "float32") -> int:
    if n_params < 1:
        raise ValueError("there must be at least one parameter")
    return 2 * weight_memory(n_params, dtype)
