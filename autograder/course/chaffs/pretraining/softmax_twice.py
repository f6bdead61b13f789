"""Probabilities are given to a function that takes logits, and are softmaxed again."""

from torch.nn import functional as F

HINT = "What does the function that you call expect?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().softmax(-1).flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
