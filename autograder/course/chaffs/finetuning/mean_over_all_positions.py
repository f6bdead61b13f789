"""The mean is over ignored positions, too."""

import torch
from torch.nn import functional as F

HINT = "How many labels is the sum over?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = torch.tensor(targets.numel())
    return losses.sum() / counted.clamp(min=1)
