"""The micro-batches' losses are added up as Python floats."""

import torch

HINT = "What does your result need so that `backward` can be called on it?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index).item() for logits, ids in micro_batches]
    return torch.tensor(
        sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
    )
