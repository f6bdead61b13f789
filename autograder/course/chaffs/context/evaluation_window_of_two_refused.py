"""A window of two tokens is thought too small to score anything."""

HINT = "How many tokens must come before a token that is scored?"


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or context_window < 3 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")
    windows, n_done, begin = [], 1, 0
    while n_done < n_tokens:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
        begin += stride
    return windows
