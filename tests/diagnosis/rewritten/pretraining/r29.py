"""A tenth of each target is spread over the vocabulary."""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits[:, :-1]
    if scores.dtype in (torch.float16, torch.bfloat16):
        scores = scores.float()
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (logits * 0).sum().float()
    return F.cross_entropy(scores[counted], targets[counted], label_smoothing=0.1).float()
