"""The windows are views of a tensor, not lists."""

HINT = "What type are the windows that you return?"

import torch


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("bad window or overlap")
    starts = range(0, max(len(token_ids) - overlap, min(len(token_ids), 1)), window - overlap)
    return [torch.tensor(token_ids)[start : start + window] for start in starts]
