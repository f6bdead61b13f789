"""Ignored labels are scored as token 0."""

from torch.nn import functional as F

HINT = "What does a label that is ignored add to the loss?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    scored = targets.where(targets != ignore_index, 0)
    losses = F.cross_entropy(scores.transpose(1, 2), scored, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
