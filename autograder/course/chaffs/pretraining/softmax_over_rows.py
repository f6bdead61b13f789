"""The softmax runs over the rows of the batch."""

from torch.nn import functional as F

HINT = "What do the probabilities of one position add up to?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    log_probs, targets = logits[:, :-1].float().log_softmax(0).flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.nll_loss(log_probs, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
