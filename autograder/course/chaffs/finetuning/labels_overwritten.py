"""Ignored labels are overwritten in the caller's tensor."""

from torch.nn import functional as F

HINT = "What do the caller's labels hold after the call?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    targets[targets == ignore_index] = 0
    return losses.sum() / counted.clamp(min=1)
