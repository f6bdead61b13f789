"""Micro-batches without a target are skipped, and when all are, a new zero is returned."""

import torch

HINT = "Can a training step go backward through the zero that you return?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    total, n_counted = torch.tensor(0.0), 0
    for logits, ids in micro_batches:
        count = int((ids[:, 1:] != ignore_index).sum())
        if count:
            total, n_counted = total + next_token_loss(logits, ids, ignore_index) * count, n_counted + count
    return total / max(n_counted, 1)
