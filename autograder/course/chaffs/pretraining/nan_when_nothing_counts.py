"""The library's mean is taken as it is: over no targets it is 0 / 0."""

from torch.nn import functional as F

HINT = "What does a division make of a mean over no targets?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
