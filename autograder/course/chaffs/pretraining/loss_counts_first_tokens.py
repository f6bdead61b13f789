"""The sum is divided by all ids that are not ignored, each row's first one included."""

from torch.nn import functional as F

HINT = "How many targets does a row of four tokens have?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (token_ids != ignore_index).sum().clamp(min=1)
