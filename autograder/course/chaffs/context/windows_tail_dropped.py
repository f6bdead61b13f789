"""Tokens that do not fill a window are dropped."""

HINT = "In which of your windows is the document's last token?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, len(token_ids) - window + 1, window - overlap)
    return [token_ids[start : start + window] for start in starts]
