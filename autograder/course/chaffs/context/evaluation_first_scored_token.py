"""The third number is the place of the first scored token, not how many are scored."""

HINT = "What is the third number of a window, according to the docstring?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, n_done - begin))
        n_done = end
        if end == n_tokens:
            break
    return windows
