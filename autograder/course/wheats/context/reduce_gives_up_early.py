"""A round is broken off as soon as its summaries are too long; an error of a class of its own."""


class NoProgressError(RuntimeError):
    pass


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    sliding_windows(token_ids, window, overlap)
    text = list(token_ids)
    while len(text) > window:
        joined = []
        for part in sliding_windows(text, window, overlap):
            joined += summarize(part)
            if len(joined) >= len(text):
                raise NoProgressError(len(text))
        text = joined
    return summarize(text) if text else []
