"""Every window scores all of its tokens but the first."""

HINT = "How often do you score a token that two windows share?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows = []
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - begin - 1))
        if end == n_tokens:
            break
    return windows
