"""Label 0 is taken for padding."""

from torch.nn import functional as F

HINT = "Which ids of the vocabulary does your function treat in a way of their own?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:].where(labels[:, 1:] != 0, ignore_index)
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
