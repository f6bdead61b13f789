"""If there is no progress, the text so far is returned."""

HINT = "Can a caller tell your result from a summary?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            return joined
        text = joined
    return summarize(text) if text else []
