"""Each micro-batch weighs as many as it has rows."""

HINT = "What does a row of two tokens weigh in your mean, and what does one of ten?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    weights = [len(ids) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * weight for loss, weight in zip(losses, weights, strict=True)) / sum(weights)
