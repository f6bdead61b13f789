"""Each window's summary is summarized again by itself before the summaries are joined."""

HINT = "Which text does your second round read?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return summarize(token_ids) if token_ids else []
    joined = []
    for part in sliding_windows(token_ids, window, overlap):
        joined += map_reduce_summarize(summarize(part), summarize, window, overlap)
    if len(joined) >= len(token_ids):
        raise RuntimeError("no progress")
    return map_reduce_summarize(joined, summarize, window, overlap)
