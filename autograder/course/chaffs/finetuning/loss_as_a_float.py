"""The loss is a Python float."""

from torch.nn import functional as F

HINT = "Can a training step go backward through the number that you return?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return (losses.sum() / counted.clamp(min=1)).item()
