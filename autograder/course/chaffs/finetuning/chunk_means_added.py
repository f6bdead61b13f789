"""The means of chunks of 32 labels are added up."""

import torch
from torch.nn import functional as F

HINT = "What do two halves with a mean of 1 each have as a mean together?"
SEEN_IN = ("NVIDIA-NeMo/Automodel#3803",)


def sft_loss(logits, labels, ignore_index=-100):
    scores, targets = logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten()
    scores = scores.to(torch.promote_types(scores.dtype, torch.float32))
    loss = 0 * scores.sum()
    for begin in range(0, len(targets), 32):
        part, wanted = scores[begin : begin + 32], targets[begin : begin + 32]
        counted = (wanted != ignore_index).sum().clamp(min=1)
        loss = loss + F.cross_entropy(part, wanted, ignore_index=ignore_index, reduction="sum") / counted
    return loss.float()
