"""Rounds without progress end at Python's recursion limit."""

HINT = "Which line of your function decides that more rounds would not help?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    if len(token_ids) <= window:
        return summarize(token_ids) if token_ids else []
    joined = [token for part in sliding_windows(token_ids, window, overlap) for token in summarize(part)]
    return map_reduce_summarize(joined, summarize, window, overlap)
