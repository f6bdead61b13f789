"""The micro-batches' losses ignore -100, whatever was asked for."""

HINT = "Does every step of the way know which id does not count?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [int((ids[:, 1:] != -100).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids) for logits, ids in micro_batches]
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
