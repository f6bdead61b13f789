"""A position whose own token is ignored does not count either."""

from torch.nn import functional as F

HINT = "What decides whether a target counts?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    inputs, targets = token_ids[:, :-1], token_ids[:, 1:]
    counted = (inputs != ignore_index) & (targets != ignore_index)
    total = F.cross_entropy(logits[:, :-1][counted].float(), targets[counted], reduction="sum")
    return total / counted.sum().clamp(min=1)
