"""The end of a window counts as inside of it, so that windows are one token too long."""

HINT = "How many tokens does your first window hold?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, max(len(token_ids) - overlap, min(len(token_ids), 1)), window - overlap)
    return [token_ids[start : start + window + 1] for start in starts]
