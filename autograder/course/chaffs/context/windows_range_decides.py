"""Only arguments that `range` refuses are refused."""

HINT = "What do you return when the overlap is longer than the window?"


def sliding_windows(token_ids, window, overlap=0):
    if not token_ids:
        range(0, 0, window - overlap)
        return []
    starts = range(0, max(len(token_ids) - overlap, 1), window - overlap)
    return [token_ids[start : start + window] for start in starts]
