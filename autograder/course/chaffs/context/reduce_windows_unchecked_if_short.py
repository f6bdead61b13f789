"""Window and overlap are checked only when a round is needed."""

HINT = "For which document lengths does the docstring refuse a bad window?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    text = token_ids
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
