"""Each window counts all tokens since the end of the one before, the first token of the text too."""

SEEN_IN = ("huggingface/transformers#34138",)


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    windows, previous_end = [], 0
    for begin in range(0, n_tokens, stride):
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - previous_end))
        previous_end = end
        if end == n_tokens:
            break
    return windows
