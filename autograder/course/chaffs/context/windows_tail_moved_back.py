"""The last window is moved back until it is full, and shares more than the overlap."""

HINT = "How many tokens do your last two windows share?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    if not token_ids:
        return []
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    last = max(0, len(token_ids) - window)
    return [token_ids[min(start, last) :][:window] for start in starts]
