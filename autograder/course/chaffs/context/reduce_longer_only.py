"""It gives up only on a text that became longer, not on one that kept its length."""

HINT = "How long is a text after a hundred rounds that each leave it as long as it was?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) > len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
