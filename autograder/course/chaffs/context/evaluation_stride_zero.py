"""A stride of 0 is accepted."""

HINT = "Where does the second window begin when the stride is 0?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 0 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
