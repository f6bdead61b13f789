"""All rows are one long row, and the shift crosses their borders."""

from torch.nn import functional as F

HINT = "What does the end of one conversation say about the beginning of the next?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits.flatten(0, 1)[None, :-1].float()
    targets = labels.flatten()[None, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
