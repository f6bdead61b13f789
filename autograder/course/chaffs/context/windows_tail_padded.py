"""The last window is filled up with zeros."""

HINT = "Does your last window end with the document?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    if len(token_ids) <= window:
        return [token_ids] if token_ids else []
    starts = range(0, len(token_ids) - overlap, window - overlap)
    windows = [token_ids[start : start + window] for start in starts]
    return [each + [0] * (window - len(each)) for each in windows]
