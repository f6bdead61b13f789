"""The stride is not validated."""

SEEN_IN = ("AOSSIE-Org/OpenVerifiableLLM#84",)


def evaluation_windows(n_tokens, context_window, stride):
    windows, n_done = [], 1
    for begin in range(0, n_tokens, stride):
        if n_done >= n_tokens:
            break
        end = min(begin + context_window, n_tokens)
        windows.append((begin, end, end - n_done))
        n_done = end
    return windows
