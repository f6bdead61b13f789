"""When nothing counts, a new zero is returned that no logits are behind."""

import torch
from torch.nn import functional as F

HINT = "Can a training step go backward through the zero that you return?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    if not (targets != ignore_index).any():
        return torch.tensor(0.0, requires_grad=True)
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
