"""The ignored id is always -100, whatever was asked for."""

from torch.nn import functional as F

HINT = "Which id does not count, and who decides that?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=-100, reduction="sum")
    return total / (targets != -100).sum().clamp(min=1)
