"""Two ideas:

1. The first window scores all its tokens, the very first of the text included.
2. A stride as long as the window is accepted.
"""


def evaluation_windows(n_tokens: int, context_window: int, stride: int) -> list[tuple[int, int, int]]:
    if n_tokens < 0:
        raise ValueError("n_tokens is negative")
    if stride < 1 or stride > context_window:
        raise ValueError("stride must be from 1 to context_window")
    if n_tokens < 2:
        return []
    windows = []
    previous_end = 0
    for begin in range(0, n_tokens, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - previous_end))
        previous_end = end
        if end == n_tokens:
            break
    return windows
