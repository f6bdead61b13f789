"""The loss is a sum."""

import torch
from torch import Tensor
from torch.nn import functional as F


def sft_loss(logits: Tensor, labels: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits[:, :-1]
    if scores.dtype != torch.float64:
        scores = scores.float()
    targets = labels[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (scores * 0).sum().float()
    return F.cross_entropy(scores[counted], targets[counted], reduction="sum").float()
