"""A small number is added to each probability, so that its logarithm is finite."""

import torch
from torch import Tensor


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (scores * 0).sum().float()
    probabilities = torch.softmax(scores[:, :-1], dim=-1)[counted]
    picked = probabilities.gather(-1, targets[counted].unsqueeze(-1))
    return -torch.log(picked + 1e-9).mean().float()
