"""Each micro-batch weighs as many as it has positions to predict, padding included."""

HINT = "What does padding change about a micro-batch's weight in your mean?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    weights = [ids[:, 1:].numel() for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * weight for loss, weight in zip(losses, weights, strict=True)) / max(sum(weights), 1)
