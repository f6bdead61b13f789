"""An empty document is one empty window."""

HINT = "How many windows does a document without a token need?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    return [token_ids[start : start + window] for start in starts]
