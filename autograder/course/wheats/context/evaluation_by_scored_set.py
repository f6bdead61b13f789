"""Every scored position is remembered; lists for tuples."""


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0:
        raise ValueError("n_tokens")
    if stride < 1 or context_window <= stride:
        raise ValueError("stride")
    windows, scored = [], {0}
    for begin in range(0, n_tokens, stride):
        end = min(n_tokens, begin + context_window)
        new = [place for place in range(begin, end) if place not in scored]
        scored.update(new)
        if new:
            windows.append([begin, end, len(new)])
    return windows
