"""The overlap is not passed on to the next round."""

HINT = "With which arguments does your second round make its windows?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return summarize(token_ids) if token_ids else []
    joined = [token for part in sliding_windows(token_ids, window, overlap) for token in summarize(part)]
    if len(joined) >= len(token_ids):
        raise RuntimeError("no progress")
    return map_reduce_summarize(joined, summarize, window)
