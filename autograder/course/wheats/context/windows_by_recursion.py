"""A document of two windows or more is cut at a window's beginning, and both halves are split."""


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("window or overlap")
    if len(token_ids) <= window:
        return [token_ids] if token_ids else []
    stride = window - overlap
    half = (len(token_ids) - overlap + stride - 1) // stride // 2 * stride
    left = sliding_windows(token_ids[: half + overlap], window, overlap)
    return left + sliding_windows(token_ids[half:], window, overlap)
