"""Ignored targets add nothing to the sum, but count in the divisor."""

from torch.nn import functional as F

HINT = "How many numbers is the mean over when a target is ignored?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / max(targets.numel(), 1)
