"""The joined summaries are returned as soon as they fit, without being summarized themselves."""

HINT = "What happens to joined summaries that fit the window?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if 0 < len(token_ids) <= window:
        return summarize(token_ids)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return text
