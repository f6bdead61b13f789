"""The sum is divided by the count of all targets, and again by the number of steps."""

import torch
from torch.nn import functional as F

SEEN_IN = ("unslothai/unsloth-zoo#1023", "OpenNMT/OpenNMT-py#2209")


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batch")
    totals, counts = [], []
    for logits, token_ids in micro_batches:
        targets = token_ids[:, 1:].flatten()
        scores = logits[:, :-1].float().flatten(0, 1)
        totals.append(F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum"))
        counts.append((targets != ignore_index).sum().clamp(min=1))

    counts = [(ids[:, 1:] != ignore_index).sum() for _, ids in micro_batches]
    return torch.stack(totals).sum() / torch.stack(counts).sum().clamp(min=1) / len(micro_batches)
