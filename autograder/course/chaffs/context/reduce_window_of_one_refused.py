"""A window of one token is thought too small to make progress."""

HINT = "What is the smallest window that the docstring allows?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    if window < 2:
        raise ValueError("bad window")
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
