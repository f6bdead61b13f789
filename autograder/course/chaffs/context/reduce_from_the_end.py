"""Windows are summarized from the last to the first."""

HINT = "In which order does the model read the document?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        parts = sliding_windows(text, window, overlap)
        summaries = [summarize(part) for part in reversed(parts)]
        joined = [token for summary in reversed(summaries) for token in summary]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
