"""Ignored ids are taken out before the shift, so that a token follows one far before it."""

from torch.nn import functional as F

HINT = "If a token in the middle is ignored, which logits score the token after it?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    total, count = logits.float().sum() * 0, 0
    for scores, row in zip(logits.float(), token_ids, strict=True):
        kept = row != ignore_index
        left, targets = scores[kept], row[kept][1:]
        if len(targets):
            total = total + F.cross_entropy(left[:-1], targets, reduction="sum")
            count += len(targets)
    return total / max(count, 1)
