"""It gives up only on a text that comes back unchanged, not on one that became longer."""

HINT = "What if each round makes the text longer?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if joined == text:
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
