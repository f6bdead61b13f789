"""Rows of one position are refused."""

from torch.nn import functional as F

HINT = "What does the docstring say about a mean over no labels?"


def sft_loss(logits, labels, ignore_index=-100):
    if labels.shape[1] < 2:
        raise ValueError("too short")
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
