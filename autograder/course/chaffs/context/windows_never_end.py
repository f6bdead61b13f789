"""The next window begins `overlap` tokens before the end of the one before, even at the document's end."""

HINT = "When a window ends with the document, where does your next one begin?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    windows, start = [], 0
    while start < len(token_ids):
        end = min(start + window, len(token_ids))
        windows.append(token_ids[start:end])
        start = end - overlap
    return windows
