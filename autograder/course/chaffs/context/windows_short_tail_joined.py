"""A last window of less than half the length is joined to the window before."""

HINT = "How many tokens does your longest window hold, however short the tail?"
SEEN_IN = ("deepset-ai/haystack#12366",)


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, max(len(token_ids) - overlap, min(len(token_ids), 1)), window - overlap)
    windows = [token_ids[start : start + window] for start in starts]
    if len(windows) > 1 and 2 * len(windows[-1]) < window:
        windows[-2:] = [windows[-2] + windows[-1][overlap:]]
    return windows
