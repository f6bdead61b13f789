"""A text of negative length has no windows, but is accepted."""

HINT = "Which values of `n_tokens` does the docstring refuse?"


def evaluation_windows(n_tokens, context_window, stride):
    if stride < 1 or stride >= context_window:
        raise ValueError("bad stride")
    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
