"""The last target is marked as ignored in the caller's own ids, so that the shift can be a roll."""

from torch.nn import functional as F

HINT = "What does the caller find in its own tensors after the call?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    token_ids[:, 0] = ignore_index
    targets = token_ids.roll(-1, dims=1).flatten()
    total = F.cross_entropy(logits.float().flatten(0, 1), targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
