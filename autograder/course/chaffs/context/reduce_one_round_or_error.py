"""Joined summaries that do not fit after the first round are an error."""

HINT = "Would a second round help?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    if len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) > window:
            raise RuntimeError("the summaries do not fit")
    return summarize(text) if text else []
