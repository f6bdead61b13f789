"""One token too few is scored in each window, as if its first new one had nothing before it."""

HINT = "Which tokens of the text are never scored?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 0
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done - 1))
        n_done = end
        if end == n_tokens:
            break
    return windows
