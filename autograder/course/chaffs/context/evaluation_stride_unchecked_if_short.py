"""The stride is checked only when there is a second window."""

HINT = "For which text lengths does the docstring refuse a bad stride?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0:
        raise ValueError("bad length")
    if 1 < n_tokens <= context_window:
        return [(0, n_tokens, n_tokens - 1)]
    if stride < 1 or stride >= context_window:
        raise ValueError("bad stride")
    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
