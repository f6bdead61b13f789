"""The exponential of the mean is returned, which is the perplexity."""

from torch.nn import functional as F

HINT = "What is the loss of a model that is certain and right?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).exp()
