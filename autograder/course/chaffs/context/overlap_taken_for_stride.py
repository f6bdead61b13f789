"""Windows begin every `overlap` tokens: the overlap is taken for the stride."""

HINT = "Two neighbouring windows share `overlap` tokens: how far apart do they begin?"


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    stride = overlap or window
    windows = []
    for start in range(0, len(token_ids), stride):
        windows.append(list(token_ids[start : start + window]))
        if start + window >= len(token_ids):
            break
    return windows
