"""A NaN loss is repaired at the end, where its gradient stays NaN."""

import torch
from torch.nn import functional as F

HINT = "The value is repaired; what flows back through the repair?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    losses = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="none")
    mean = losses.sum() / (targets != ignore_index).sum()
    return mean if torch.isfinite(mean) else mean * 0
