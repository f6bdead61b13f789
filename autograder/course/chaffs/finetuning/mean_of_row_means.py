"""The loss is the mean of the rows' means."""

from torch.nn import functional as F

HINT = "If one row has 1 label and another 99, how much should that one label weigh?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum(dim=1)
    return (losses.sum(dim=1) / counted.clamp(min=1)).mean()
