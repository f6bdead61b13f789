"""A document that is no longer than the overlap has no window."""

HINT = "How many windows does a document shorter than the overlap have?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, len(token_ids) - overlap, window - overlap)
    return [token_ids[start : start + window] for start in starts]
