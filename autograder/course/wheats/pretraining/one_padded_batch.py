"""Micro-batches are padded to the longest and joined to the big batch."""

import torch
from torch.nn import functional as F


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    longest = max(ids.size(1) for _, ids in micro_batches)
    logits = [F.pad(scores, (0, 0, 0, longest - scores.size(1))) for scores, _ in micro_batches]
    ids = [F.pad(row, (0, longest - row.size(1)), value=ignore_index) for _, row in micro_batches]
    return next_token_loss(torch.cat(logits), torch.cat(ids), ignore_index)
