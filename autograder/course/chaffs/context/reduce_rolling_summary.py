"""The summary so far is put in front of the next window: that is refining, not map and reduce."""

HINT = "Does your second call read anything but its own window?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return summarize(token_ids) if token_ids else []
    summary = []
    for part in sliding_windows(token_ids, window, overlap):
        summary = summarize((summary + part)[:window])
        if len(summary) >= len(token_ids):
            raise RuntimeError("no progress")
    return summary
