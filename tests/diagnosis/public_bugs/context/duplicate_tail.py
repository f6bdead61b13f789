"""The loop goes on after the window that reaches the end, and repeats the tail."""

SEEN_IN = ("odysseus-dev/odysseus#1573",)


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")

    windows, i, n = [], 0, len(token_ids)
    while i < n:
        j = min(i + window, n)
        windows.append(token_ids[i:j])
        i = j - overlap if j - overlap > i else j
    return windows
