"""It counts as progress when the summaries are shorter than all windows together, overlaps counted twice."""

HINT = "Is the joined text shorter than what the round began with?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        parts = sliding_windows(text, window, overlap)
        joined = [token for part in parts for token in summarize(part)]
        if len(joined) >= sum(map(len, parts)):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
