"""The joined summaries are written into the list that was passed."""

HINT = "What is left of the caller's list?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    while len(token_ids) > window:
        joined = [token for part in sliding_windows(token_ids, window, overlap) for token in summarize(part)]
        if len(joined) >= len(token_ids):
            raise RuntimeError("no progress")
        token_ids[:] = joined
    return summarize(token_ids) if token_ids else []
