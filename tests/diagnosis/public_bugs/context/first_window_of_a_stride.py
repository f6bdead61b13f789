"""The first window is only a stride long."""

SEEN_IN = ("huggingface/transformers#18887",)


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    windows, n_done = [], 1
    for i in range(0, n_tokens, stride):
        begin, end = max(i + stride - context_window, 0), min(i + stride, n_tokens)
        if end > n_done:
            windows.append((begin, end, end - n_done))
            n_done = end
    return windows
