"""Only an overlap longer than the window is refused; one as long as it moves on by one token."""

HINT = "How far does a window move on when its overlap is as long as itself?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap > window:
        raise ValueError("bad window or overlap")
    if not token_ids:
        return []
    step = max(1, window - overlap)
    return [token_ids[start : start + window] for start in range(0, max(len(token_ids) - overlap, 1), step)]
