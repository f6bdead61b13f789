"""After a round without progress, one more round is tried."""

HINT = "After which round without progress does the docstring raise?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text, chances = token_ids, 1
    while len(text) > window:
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            if not chances:
                raise RuntimeError("no progress")
            chances -= 1
        text = joined
    return summarize(text) if text else []
