"""Earlier micro-batches are detached, to save their memory."""

HINT = "Which logits does the gradient still reach?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    total, n_counted = 0.0, 0
    for logits, ids in micro_batches:
        count = int((ids[:, 1:] != ignore_index).sum())
        total = (total.detach() if n_counted else 0.0) + next_token_loss(logits, ids, ignore_index) * count
        n_counted += count
    return total / max(n_counted, 1)
