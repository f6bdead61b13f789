"""Each window is summarized once to measure its summary and once to use it."""

HINT = "How often does the model read each window?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        parts = sliding_windows(text, window, overlap)
        if sum(len(summarize(part)) for part in parts) >= len(text):
            raise RuntimeError("no progress")
        text = [token for part in parts for token in summarize(part)]
    return summarize(text) if text else []
