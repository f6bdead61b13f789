"""Targets are rolled, so that the last position of a row scores the row's first token."""

from torch.nn import functional as F

HINT = "What comes after the last token of a row?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits.float().flatten(0, 1), token_ids.roll(-1, dims=1).flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
