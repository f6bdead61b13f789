"""Window and overlap are not checked."""

HINT = "How far does a window move on when its overlap is as long as itself?"


def sliding_windows(token_ids, window, overlap=0):
    windows, start = [], 0
    while start < len(token_ids):
        windows.append(token_ids[start : start + window])
        if start + window >= len(token_ids):
            break
        start += window - overlap
    return windows
