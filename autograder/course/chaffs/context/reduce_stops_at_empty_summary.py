"""A window whose summary is empty ends the round."""

HINT = "Who reads the windows after one that has nothing to say?"


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows([], window, overlap)
    text = token_ids
    while len(text) > window:
        joined = []
        for part in sliding_windows(text, window, overlap):
            summary = summarize(part)
            if not summary:
                break
            joined += summary
        if len(joined) >= len(text):
            raise RuntimeError("no progress")
        text = joined
    return summarize(text) if text else []
