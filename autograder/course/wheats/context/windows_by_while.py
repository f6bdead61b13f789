"""A loop that ends with the first window to reach the document's end. Windows as tuples."""


def sliding_windows(token_ids, window, overlap=0):
    if not 0 <= overlap < window:
        raise ValueError(f"overlap is {overlap}, window {window}")
    windows = []
    start = 0
    while token_ids:
        windows.append(tuple(token_ids[start : start + window]))
        if start + window >= len(token_ids):
            break
        start += window - overlap
    return tuple(windows)
