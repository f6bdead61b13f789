"""What was put out is not cleared from the buffer, and stands in the next window too."""

SEEN_IN = ("agenticloops-ai/agentic-ai-engineering#57",)


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")

    windows, current = [], []
    for token in token_ids:
        current.append(token)
        if len(current) % window == 0:
            windows.append(list(current))
    if current and windows[-1:] != [current]:
        windows.append(current)
    return windows
