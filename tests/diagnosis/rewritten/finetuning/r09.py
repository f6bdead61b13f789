"""Only -100 is ignored, whatever the caller asks for."""

import torch
from torch import Tensor
from torch.nn import functional as F


def sft_loss(logits: Tensor, labels: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    scores = scores[:, :-1].reshape(-1, logits.shape[-1])
    targets = labels[:, 1:].reshape(-1)
    if not (targets != -100).any():
        return (scores * 0).sum().float()
    return F.cross_entropy(scores, targets, ignore_index=-100).float()
