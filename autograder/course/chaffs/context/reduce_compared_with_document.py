"""The joined text is compared with the document, not with what the round began with."""

HINT = "What if only the first round makes the text shorter?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) >= len(token_ids):
            raise RuntimeError("no progress")
    return summarize(text) if text else []
