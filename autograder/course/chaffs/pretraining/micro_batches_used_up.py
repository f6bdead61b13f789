"""The micro-batches are taken out of the caller's list one by one."""

HINT = "What is left in the caller's list afterwards?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    total, n_counted = 0.0, 0
    while micro_batches:
        logits, ids = micro_batches.pop(0)
        count = int((ids[:, 1:] != ignore_index).sum())
        total, n_counted = total + next_token_loss(logits, ids, ignore_index) * count, n_counted + count
    return total / max(n_counted, 1)
