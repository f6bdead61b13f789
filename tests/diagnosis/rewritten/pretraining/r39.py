"""An `ignore_index` of 0 is false, and is treated as if none was given."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    ignored = ignore_index or -100
    scores = logits if logits.dtype == torch.float64 else logits.float()
    targets = token_ids[:, 1:]
    counted = targets != ignored
    if not counted.any():
        return (scores * 0).sum().float()
    return F.cross_entropy(scores[:, :-1][counted], targets[counted]).float()
