"""Each micro-batch goes backward by itself, and the sum is returned."""

HINT = "Who is meant to call `backward`?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    n_counted = sum(int((ids[:, 1:] != ignore_index).sum()) for _, ids in micro_batches)
    total = 0.0
    for logits, ids in micro_batches:
        count = int((ids[:, 1:] != ignore_index).sum())
        loss = next_token_loss(logits, ids, ignore_index) * count / max(n_counted, 1)
        if loss.requires_grad:
            loss.backward()
        total = total + loss.detach()
    return total
