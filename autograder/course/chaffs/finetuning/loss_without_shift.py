"""A position's logits score its own label."""

from torch.nn import functional as F

HINT = "Which position's logits score the last label?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits.float()
    targets = labels
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
