"""A window is added only if none like it is there already."""

HINT = "What if a document says the same thing twice?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    windows = []
    for start in range(0, max(len(token_ids) - overlap, min(len(token_ids), 1)), window - overlap):
        if token_ids[start : start + window] not in windows:
            windows.append(token_ids[start : start + window])
    return windows
