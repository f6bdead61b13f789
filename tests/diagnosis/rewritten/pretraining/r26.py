"""When nothing counts, a new zero is returned that no logits are behind."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return torch.tensor(0.0)
    scores = logits[:, :-1][counted]
    if scores.dtype != torch.float64:
        scores = scores.float()
    return F.cross_entropy(scores, targets[counted]).float()
