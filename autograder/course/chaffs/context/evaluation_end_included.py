"""The end of a window is its last token, not the one after it."""

HINT = "What does `end` exclusive mean for a window that reaches the end of the text?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end - 1, end - n_done))
        n_done = end
        if end == n_tokens:
            break
    return windows
