"""The loss is returned in the dtype of the logits."""

HINT = "Which dtype does the loss have, whatever the logits have?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    total = sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
    return total.to(micro_batches[0][0].dtype)
