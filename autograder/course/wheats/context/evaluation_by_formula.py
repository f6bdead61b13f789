"""The number of windows by a formula; each window's share from the end of the one before."""


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or not 0 < stride < context_window:
        raise ValueError("bad arguments")
    if n_tokens < 2:
        return []
    n_windows = 1 + max(0, -(-(n_tokens - context_window) // stride))
    ends = [min(n_tokens, number * stride + context_window) for number in range(n_windows)]
    return [
        (number * stride, end, end - (ends[number - 1] if number else 1)) for number, end in enumerate(ends)
    ]
