"""Windows of its own making, handed over as tuples; summaries chained."""

from itertools import chain


def map_reduce_summarize(token_ids, summarize, window, overlap=0):
    if window < 1 or overlap not in range(window):
        raise ValueError("window or overlap")
    text = tuple(token_ids)
    while True:
        if not text:
            return ()
        if len(text) <= window:
            return summarize(text)
        starts, start = [0], 0
        while start + window < len(text):
            start += window - overlap
            starts.append(start)
        joined = tuple(chain.from_iterable(summarize(text[at : at + window]) for at in starts))
        if not len(joined) < len(text):
            raise RuntimeError("no progress")
        text = joined
