"""Joined summaries that do not fit are cut to the window."""

HINT = "Which windows of the document leave no trace in your last call?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    if len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) >= len(token_ids):
            raise RuntimeError("no progress")
    return summarize(text[:window]) if text else []
