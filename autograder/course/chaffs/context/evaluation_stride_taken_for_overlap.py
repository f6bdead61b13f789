"""Neighbouring windows share `stride` tokens, instead of beginning that far apart."""

HINT = "How far apart do your first two windows begin?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens if n_tokens > 1 else 0, context_window - stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        if end == n_tokens:
            break
    return windows
