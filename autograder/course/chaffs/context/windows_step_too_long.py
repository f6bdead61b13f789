"""Windows move on by one token too many."""

HINT = "Count them: how many tokens do two neighbouring windows of yours share?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    windows = []
    for start in range(0, len(token_ids), window - overlap + 1):
        windows.append(token_ids[start : start + window])
        if start + window >= len(token_ids):
            break
    return windows
