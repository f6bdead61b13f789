"""Rows are joined before the shift, so that a row's last position scores the next row's first label."""

from torch.nn import functional as F

SEEN_IN = ("huggingface/transformers#47394",)


def sft_loss(logits, labels, ignore_index=-100):

    scores, targets = logits.float().flatten(0, 1)[:-1], labels.flatten()[1:]
    counted = (targets != ignore_index).sum().clamp(min=1)
    return F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum") / counted
