"""The overlap is added on both sides of blocks that stand side by side."""

HINT = "Count them: how many tokens do two neighbouring windows of yours share?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, len(token_ids), window)
    return [token_ids[max(0, start - overlap) : start + window + overlap] for start in starts]
