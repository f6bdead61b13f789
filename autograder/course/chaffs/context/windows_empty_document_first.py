"""An empty document is answered before the other arguments are checked."""

HINT = "For which documents does the docstring refuse a bad window?"


def sliding_windows(token_ids, window, overlap=0):
    if not token_ids:
        return []
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    return [token_ids[start : start + window] for start in starts]
