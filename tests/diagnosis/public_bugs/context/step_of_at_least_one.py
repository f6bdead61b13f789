"""A step of at least one makes do with any overlap, which is not refused."""

SEEN_IN = ("pixeltable/pixeltable#1500", "unclecode/crawl4ai#2012")


def sliding_windows(token_ids, window, overlap=0):
    step, windows = max(1, window - overlap), []
    for start in range(0, len(token_ids), step):
        windows.append(token_ids[start : start + window])
        if start + window >= len(token_ids):
            break
    return windows
