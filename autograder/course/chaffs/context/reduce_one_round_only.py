"""The joined summaries are passed on in one call, however long they are."""

HINT = "How long is the longest text that you pass to `summarize`?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    if len(text) > window:
        text = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(text) >= len(token_ids):
            raise RuntimeError("no progress")
    return summarize(text) if text else []
