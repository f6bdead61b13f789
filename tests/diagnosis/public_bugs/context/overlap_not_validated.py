"""An overlap as long as the window is not refused, and the start never moves."""

SEEN_IN = ("BerriAI/litellm#38980", "maxkuminov/obsidian-mcp#10")


def sliding_windows(token_ids, window, overlap=0):
    windows, start = [], 0
    while start < len(token_ids):
        windows.append(token_ids[start : start + window])
        if start + window >= len(token_ids):
            break
        start += window - overlap
    return windows
