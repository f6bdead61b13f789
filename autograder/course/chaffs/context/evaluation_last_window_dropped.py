"""A last window that is not full is dropped."""

HINT = "Which tokens at the end of the text are never scored?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens - context_window + 1, stride):
        windows.append((begin, begin + context_window, begin + context_window - n_done))
        n_done = begin + context_window
    return windows
