"""Every single summary has to be shorter than its window."""

HINT = "Which two lengths does the docstring compare after a round?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = []
        for part in sliding_windows(text, window, overlap):
            summary = summarize(part)
            if len(summary) >= len(part):
                raise RuntimeError("no progress")
            joined += summary
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
