"""A stride of 0 is accepted."""


def evaluation_windows(n_tokens: int, context_window: int, stride: int) -> list[tuple[int, int, int]]:
    if n_tokens < 0:
        raise ValueError("n_tokens must not be negative")
    if stride < 0 or stride >= context_window:
        raise ValueError("stride must be below context_window and not negative")
    if n_tokens <= 1:
        return []
    n_windows = 1
    if n_tokens > context_window:
        n_windows += -(-(n_tokens - context_window) // stride)
    windows = []
    scored_until = 1
    for i in range(n_windows):
        begin = i * stride
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - scored_until))
        scored_until = end
    return windows
