"""The first window is only a stride long, and later ones look back."""

HINT = "How long is the first window?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for done in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(done + stride, n_tokens)
        if end > n_done:
            windows.append((max(0, end - context_window), end, end - n_done))
            n_done = end
    return windows
