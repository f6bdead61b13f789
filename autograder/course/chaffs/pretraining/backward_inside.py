"""The function goes backward by itself."""

from torch.nn import functional as F

HINT = "Who is meant to call `backward`?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    loss = total / (targets != ignore_index).sum().clamp(min=1)
    if loss.requires_grad:
        loss.backward()
    return loss
