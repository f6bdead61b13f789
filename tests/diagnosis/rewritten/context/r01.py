"""A document that fits is answered before the overlap is checked."""


def sliding_windows(token_ids: list[int], window: int, overlap: int = 0) -> list[list[int]]:
    if window < 1:
        raise ValueError("window must be at least 1")
    if not token_ids:
        return []
    if len(token_ids) <= window:
        return [list(token_ids)]
    if overlap < 0 or overlap >= window:
        raise ValueError("overlap must be from 0 to window - 1")
    windows = []
    step = window - overlap
    for begin in range(0, len(token_ids), step):
        windows.append(token_ids[begin : begin + window])
        if begin + window >= len(token_ids):
            break
    return windows
