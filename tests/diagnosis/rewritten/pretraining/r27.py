"""The logits are shifted instead of the ids: a position scores the token before it."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    scores = scores[:, 1:]
    targets = token_ids[:, :-1]
    counted = targets != ignore_index
    if not counted.any():
        return (logits * 0).sum().float()
    return F.cross_entropy(scores[counted], targets[counted]).float()
