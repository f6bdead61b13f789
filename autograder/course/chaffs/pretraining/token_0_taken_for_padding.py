"""Token 0 is padding, and does not count."""

from torch.nn import functional as F

HINT = "Which value says that a target does not count: is it always the same?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    targets = targets.masked_fill(targets == 0, ignore_index)
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
