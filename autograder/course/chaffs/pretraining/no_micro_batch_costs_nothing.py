"""The loss of an empty list is 0."""

import torch

HINT = "What would the loss of no micro-batches mean?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        return torch.tensor(0.0)
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
