"""All is divided by the number of targets of the last micro-batch, times how many there are."""

HINT = "Whose targets does your divisor count?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    total = 0.0
    for logits, ids in micro_batches:
        count = (ids[:, 1:] != ignore_index).sum()
        total = total + next_token_loss(logits, ids, ignore_index) * count
    return total / (count * len(micro_batches)).clamp(min=1)
