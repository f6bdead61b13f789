"""The last label is not scored."""

from torch.nn import functional as F

HINT = "How many labels of a row of four are scored?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-2].float()
    targets = labels[:, 1:-1]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
