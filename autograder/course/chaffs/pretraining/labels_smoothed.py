"""A tenth of each target is spread over the vocabulary."""

from torch.nn import functional as F

HINT = "How much of the loss should come from tokens that did not come?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum", label_smoothing=0.1)
    return total / (targets != ignore_index).sum().clamp(min=1)
