"""The labels are shifted inside each window, so each window scores one token fewer."""

SEEN_IN = ("huggingface/transformers#30975",)


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    windows, previous_end = [], 0
    for begin in range(0, n_tokens, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - previous_end - 1))
        previous_end = end
        if end == n_tokens:
            break
    return windows if n_tokens > 1 else []
