"""Windows roll by the maximum length, not by the stride."""

SEEN_IN = ("EleutherAI/lm-evaluation-harness#369", "AOSSIE-Org/OpenVerifiableLLM#83")


def evaluation_windows(n_tokens, context_window, stride):
    if n_tokens < 0 or stride < 1 or stride >= context_window:
        raise ValueError("bad arguments")

    windows, n_done = [], 1
    for begin in range(0, n_tokens, context_window - 1):
        end = min(begin + context_window, n_tokens)
        if end > n_done:
            windows.append((begin, end, end - n_done))
            n_done = end
    return windows
