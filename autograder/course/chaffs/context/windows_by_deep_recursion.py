"""Each window is a call within the call of the window before."""

HINT = "How deep are your calls nested for a document of a thousand windows?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("window or overlap")
    if len(token_ids) <= window:
        return [token_ids] if token_ids else []
    return [token_ids[:window], *sliding_windows(token_ids[window - overlap :], window, overlap)]
