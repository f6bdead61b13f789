"""The sum is divided by the number of targets even if that is 0."""

from torch.nn import functional as F

HINT = "What is the sum divided by when nothing counts?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = sum((ids[:, 1:] != ignore_index).sum() for _, ids in micro_batches)
    losses = [
        F.cross_entropy(
            logits[:, :-1].float().flatten(0, 1),
            ids[:, 1:].flatten(),
            ignore_index=ignore_index,
            reduction="sum",
        )
        for logits, ids in micro_batches
    ]
    return sum(losses) / counts
