"""The last summary has to be shorter than its text too."""

HINT = "What does the docstring say of the result for a text that fits?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while text:
        fits = len(text) <= window
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        if fits:
            return joined
        text = joined
    return []
