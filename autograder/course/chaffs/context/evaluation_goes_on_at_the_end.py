"""Windows are begun up to the last token, although an earlier one has reached the end."""

HINT = "After a window has reached the end, what do later windows score?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done = [], 1
    for begin in range(0, n_tokens if n_tokens > 1 else 0, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
    return windows
