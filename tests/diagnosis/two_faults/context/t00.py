"""Two ideas:

1. The last window is moved back until it is full.
2. An empty document is one empty window.
"""


def sliding_windows(token_ids: list[int], window: int, overlap: int = 0) -> list[list[int]]:
    if window < 1:
        raise ValueError("window must be at least 1")
    if overlap < 0 or overlap >= window:
        raise ValueError("overlap must be from 0 to window - 1")
    if len(token_ids) <= window:
        return [list(token_ids)]
    windows = []
    begin = 0
    while begin + window < len(token_ids):
        windows.append(token_ids[begin : begin + window])
        begin += window - overlap
    windows.append(token_ids[-window:])
    return windows
