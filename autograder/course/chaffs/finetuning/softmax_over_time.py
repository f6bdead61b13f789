"""Probabilities add up to 1 over the positions of a row."""

from torch.nn import functional as F

HINT = "What do the probabilities of one position add up to?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    logs = scores.log_softmax(1)
    losses = F.nll_loss(logs.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
