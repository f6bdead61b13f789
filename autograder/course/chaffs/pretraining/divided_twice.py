"""The sum is divided by the number of targets, and by the number of micro-batches once more."""

HINT = "What is the sum divided by in total?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    total = sum(loss * count for loss, count in zip(losses, counts, strict=True))
    return total / max(sum(counts), 1) / len(micro_batches)
