"""Full windows by torch's unfold, and what is left of the document after them."""

import torch


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("window or overlap")
    n_tokens, step = len(token_ids), window - overlap
    if n_tokens < window:
        return [list(token_ids)] if n_tokens else []
    windows = torch.tensor(token_ids).unfold(0, window, step).tolist()
    reached = (len(windows) - 1) * step + window
    return windows + ([token_ids[len(windows) * step :]] if reached < n_tokens else [])
