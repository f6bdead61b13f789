"""Logits are cut to between -50 and 50, to be safe."""

from torch.nn import functional as F

HINT = "What does a target cost if its logit is far below the others?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().clamp(-50, 50).flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
