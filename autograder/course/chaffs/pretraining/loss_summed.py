"""The losses of all targets are added up, and that is all."""

from torch.nn import functional as F

HINT = "What happens to the loss when the batch is twice as large?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
