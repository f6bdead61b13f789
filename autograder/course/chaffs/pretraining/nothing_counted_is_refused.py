"""Micro-batches in which nothing counts are refused like an empty list."""

HINT = "Which micro-batches does the docstring refuse?"


def accumulated_loss(micro_batches, ignore_index=-100):
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    if not sum(counts):
        raise ValueError("no targets")
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / sum(counts)
