"""The largest logit is subtracted from the caller's own logits in place."""

import torch
from torch import Tensor


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype in (torch.float32, torch.float64) else logits.float()
    with torch.no_grad():  # softmax does not change when a constant is subtracted
        scores -= scores.max(dim=-1, keepdim=True).values
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (scores * 0).sum().float()
    scores = scores[:, :-1]
    log_probs = scores - scores.exp().sum(dim=-1, keepdim=True).log()
    picked = log_probs[counted].gather(-1, targets[counted].unsqueeze(-1))
    return -picked.mean().float()
