"""A document that fits is one window, whose summary is summarized once more."""

HINT = "How many calls does a document that fits need?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    text, first = token_ids, True
    while first or len(text) > window:
        first = False
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) > window and len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
