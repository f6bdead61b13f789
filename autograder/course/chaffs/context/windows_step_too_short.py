"""Windows move on by one token too few."""

HINT = "Count them: how many tokens do two neighbouring windows of yours share?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    step = max(1, window - overlap - 1)
    windows = []
    for start in range(0, len(token_ids), step):
        windows.append(token_ids[start : start + window])
        if start + window >= len(token_ids):
            break
    return windows
