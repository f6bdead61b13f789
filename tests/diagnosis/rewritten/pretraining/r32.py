"""A batch without a target is refused."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        raise ValueError("the batch has no target")
    scores = logits[:, :-1]
    if scores.dtype != torch.float64:
        scores = scores.float()
    return F.cross_entropy(scores[counted], targets[counted]).float()
