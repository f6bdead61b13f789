"""Two ideas:

1. Every window after the first scores `stride` tokens, the shorter last one too.
2. A negative number of tokens is an empty text, not an error.
"""


def evaluation_windows(n_tokens: int, context_window: int, stride: int) -> list[tuple[int, int, int]]:
    if stride < 1 or stride >= context_window:
        raise ValueError("stride must be at least 1 and below context_window")
    if n_tokens <= 1:
        return []
    windows = []
    begin = 0
    while True:
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - 1 if begin == 0 else stride))
        if end == n_tokens:
            return windows
        begin += stride
