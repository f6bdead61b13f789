"""The softmax runs over the rows of the batch."""

import torch
from torch import Tensor


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (scores * 0).sum().float()
    log_probs = torch.log_softmax(scores[:, :-1], dim=0)
    index = targets.masked_fill(~counted, 0).unsqueeze(-1)
    nll = -log_probs.gather(-1, index).squeeze(-1)
    return nll[counted].mean().float()
