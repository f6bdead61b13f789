"""If there is no progress, a ValueError is raised."""

HINT = "Which two errors does the docstring name, and when is each raised?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise ValueError("no progress")
        text = joined
    return summarize(text) if text else []
