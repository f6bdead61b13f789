"""A document that fits is returned as it is, without a summary."""

HINT = "Who reads a document that is short?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return token_ids
    joined = [token for part in sliding_windows(token_ids, window, overlap) for token in summarize(part)]
    if len(joined) >= len(token_ids):
        raise RuntimeError("no progress")
    if 0 < len(joined) <= window:
        return summarize(joined)
    return map_reduce_summarize(joined, summarize, window, overlap)
