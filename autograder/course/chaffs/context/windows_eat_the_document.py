"""Tokens are taken out of the document that was passed."""

HINT = "What is left of the caller's list?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    windows = []
    while token_ids:
        windows.append(token_ids[:window])
        if len(token_ids) <= window:
            break
        del token_ids[: window - overlap]
    return windows
