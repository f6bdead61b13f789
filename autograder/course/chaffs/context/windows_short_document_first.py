"""A document that fits is answered before the overlap is checked."""

HINT = "For which document lengths does the docstring refuse a bad overlap?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1:
        raise ValueError("bad window")
    if 0 < len(token_ids) <= window:
        return [token_ids]
    if overlap < 0 or overlap >= window:
        raise ValueError("bad overlap")
    starts = range(0, len(token_ids) - overlap, window - overlap)
    return [token_ids[start : start + window] for start in starts]
