"""A window of a single token is refused."""

HINT = "What is the smallest window that the docstring allows?"


def sliding_windows(token_ids, window, overlap=0):
    if window <= 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    if not token_ids:
        return []
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    return [token_ids[start : start + window] for start in starts]
