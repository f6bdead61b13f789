"""Tokens that do not fit the window are cut off."""

HINT = "Who reads the end of the document?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    return summarize(token_ids[:window]) if token_ids else []
