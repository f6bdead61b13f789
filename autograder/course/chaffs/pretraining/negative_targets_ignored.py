"""Ids below 0 are ignored, and no others."""

from torch.nn import functional as F

HINT = "Which id does not count, and who decides that?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    counted = targets >= 0
    total = F.cross_entropy(scores[counted], targets[counted], reduction="sum")
    return total / counted.sum().clamp(min=1)
