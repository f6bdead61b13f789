"""The batch is flattened first, so that a row's last logits score the first token of the next row."""

from torch.nn import functional as F

HINT = "What should the logits of a row's last position score?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits.float().flatten(0, 1)[:-1], token_ids.flatten()[1:]
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
