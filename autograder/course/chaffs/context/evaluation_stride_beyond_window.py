"""A stride that leaves gaps between the windows is accepted; only one as long as the window is refused."""

HINT = "Which tokens does no window see when the stride is longer than the window?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride == context_window:
        raise ValueError("bad arguments")
    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
