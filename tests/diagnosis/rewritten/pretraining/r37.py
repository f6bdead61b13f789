"""A Python float is returned."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> float:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return 0.0
    loss = F.cross_entropy(scores[:, :-1][counted], targets[counted])
    return loss.item()
