"""Only rows that have targets are searched for one that counts; rows of one token are forgotten."""

from torch.nn import functional as F

HINT = "What is a mean over a row of one token?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    if (token_ids == ignore_index).any() and (targets == ignore_index).all():
        return logits.float().sum() * 0
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
