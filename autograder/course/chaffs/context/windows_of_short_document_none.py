"""A document that is shorter than the window has no window."""

HINT = "What happens to a document that is shorter than the window?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    if len(token_ids) < window:
        return []
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    return [token_ids[start : start + window] for start in starts]
