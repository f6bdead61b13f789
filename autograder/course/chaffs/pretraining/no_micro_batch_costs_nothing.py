"""An empty list costs 0."""

import torch

HINT = "Whose loss is it when there is no micro-batch?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        return torch.tensor(0.0)
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
