"""Rounds go on for as long as the text does not fit."""

HINT = "What happens with a model that shortens nothing?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
    return summarize(text) if text else []
