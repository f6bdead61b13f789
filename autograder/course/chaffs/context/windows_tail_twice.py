"""A last window is begun wherever a token is left, even if the one before held it."""

HINT = "Is there a token in your last window that no earlier one has?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    return [token_ids[start : start + window] for start in range(0, len(token_ids), window - overlap)]
