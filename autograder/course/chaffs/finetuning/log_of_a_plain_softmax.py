"""The softmax is computed first and its logarithm taken afterwards, with a little added against log(0)."""

from torch.nn import functional as F

HINT = "How small may a probability be before its logarithm is taken?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    logs = (scores.softmax(-1) + 1e-9).log()
    losses = F.nll_loss(logs.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
