"""Probabilities are taken for logits."""

from torch.nn import functional as F

HINT = "What does cross-entropy do with the scores that it is given?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float().softmax(-1)
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
