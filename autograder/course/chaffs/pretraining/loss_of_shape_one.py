"""The loss is a tensor of one element instead of a scalar."""

from torch.nn import functional as F

HINT = "How many dimensions does a single number have?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).reshape(1)
