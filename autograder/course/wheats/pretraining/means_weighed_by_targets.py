"""Each micro-batch's mean loss is weighed by how many targets it counts."""


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    counts = [(ids[:, 1:] != ignore_index).sum().item() for _, ids in micro_batches]
    n_counted = sum(counts) or 1
    parts = [
        next_token_loss(logits, ids, ignore_index=ignore_index) * (count / n_counted)
        for (logits, ids), count in zip(micro_batches, counts, strict=True)
    ]
    return sum(parts)
