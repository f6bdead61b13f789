"""A dtype's size is read from the digits of its name."""

HINT = "How does your function find out whether a dtype is known?"


def weight_memory(n_params, dtype):
    digits = "".join(each for each in dtype if each.isdigit())
    if n_params < 0 or not digits:
        raise ValueError("negative count or unknown dtype")
    return n_params * int(digits) // 8
