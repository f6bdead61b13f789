"""The ids are shifted by two: each position scores the token after the next one."""

from torch.nn import functional as F

HINT = "How often are the ids moved against the logits in total?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-2].float().flatten(0, 1), token_ids[:, 2:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
