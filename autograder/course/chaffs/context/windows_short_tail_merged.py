"""A last window with a single new token is added to the one before."""

HINT = "How many tokens does your longest window hold?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    if not token_ids:
        return []
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    windows = [token_ids[start : start + window] for start in starts]
    if len(windows) > 1 and len(windows[-1]) == overlap + 1:
        windows[-2:] = [windows[-2] + windows[-1][overlap:]]
    return windows
