"""The sum is divided by the number of rows."""

from torch.nn import functional as F

HINT = "What do you divide the sum by?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / len(token_ids)
