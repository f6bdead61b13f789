"""The last window is moved back until it is full."""

HINT = "Is the beginning of your last window a multiple of the stride?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((max(0, end - context_window), end, end - n_done))
        n_done = end
        if end == n_tokens:
            break
    return windows
