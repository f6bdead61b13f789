"""A document exactly as long as the window does not count as one that fits."""

HINT = "How many windows does a document exactly as long as the window have?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) >= window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
