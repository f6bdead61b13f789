"""An empty document is answered before window and overlap are checked."""

HINT = "For which documents does the docstring refuse a bad window?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    if not token_ids:
        return []
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
