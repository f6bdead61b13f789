"""The sum is divided by the number of inputs that are not ignored."""

from torch.nn import functional as F

HINT = "Which tokens does your divisor count?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (token_ids[:, :-1] != ignore_index).sum().clamp(min=1)
