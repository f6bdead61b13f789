"""An `ignore_index` of 0 is false, and is treated as if none was given."""

from torch.nn import functional as F

HINT = "Which whole number is false, and may it be an id?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    ignore_index = ignore_index or -100
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
