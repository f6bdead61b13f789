"""Tokens are added one by one; a full window begins the next with its last tokens."""


def sliding_windows(token_ids, window, overlap=0):
    if window < 1:
        raise ValueError("window")
    if overlap < 0:
        raise ValueError("overlap")
    if overlap >= window:
        raise ValueError("overlap and window")
    windows = []
    for token in token_ids:
        if not windows:
            windows.append([])
        elif len(windows[-1]) == window:
            windows.append(windows[-1][window - overlap :])
        windows[-1].append(token)
    return windows
