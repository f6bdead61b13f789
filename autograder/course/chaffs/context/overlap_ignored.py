"""Windows stand side by side, whatever the overlap."""

HINT = "Which tokens do two neighbouring windows of yours share?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    return [token_ids[start : start + window] for start in range(0, len(token_ids), window)]
