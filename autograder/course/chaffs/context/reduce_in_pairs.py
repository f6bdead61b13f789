"""Summaries are joined two by two."""

HINT = "How long is the text that your second round begins with?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    parts = sliding_windows(token_ids, window, overlap)
    if not parts:
        return []
    summaries = [summarize(part) for part in parts]
    if len(parts) > 1 and sum(map(len, summaries)) >= len(token_ids):
        raise RuntimeError("no progress")
    while len(summaries) > 1:
        pairs = [sum(summaries[at : at + 2], []) for at in range(0, len(summaries), 2)]
        if any(len(pair) > window for pair in pairs):
            raise RuntimeError("a pair does not fit")
        summaries = [summarize(pair) for pair in pairs]
    return summaries[0]
