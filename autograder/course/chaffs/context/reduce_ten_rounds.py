"""After ten rounds it is given up, whether the text becomes shorter or not."""

HINT = "What becomes of a text that each round makes shorter by a single token?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    for _ in range(10):
        if len(text) <= window:
            return summarize(text) if text else []
        joined = [token for part in sliding_windows(text, window, overlap) for token in summarize(part)]
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    raise RuntimeError("too many rounds")
