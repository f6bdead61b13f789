"""A dtype's size is read from the digits of its name."""

HINT = "Is every name that ends in a number a key of DTYPE_BYTES?"


def weight_memory(n_params, dtype):
    digits = "".join(each for each in dtype if each.isdigit())
    if n_params < 0 or not digits:
        raise ValueError("negative count or unknown dtype")
    return n_params * int(digits) // 8
