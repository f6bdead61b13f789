"""The mean is over all labels that are not ignored, those of the first position included."""

from torch.nn import functional as F

HINT = "Which logits score a row's first label?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (labels != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
