"""The losses leave out what is ignored, but the count looks for -100."""

HINT = "Do your sum and your count leave out the same targets?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [int((ids[:, 1:] != -100).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * count for loss, count in zip(losses, counts, strict=True)) / max(sum(counts), 1)
