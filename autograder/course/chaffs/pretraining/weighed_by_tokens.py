"""Each micro-batch weighs as many as it has tokens, first tokens included."""

HINT = "How many tokens of a row are targets?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    weights = [int((ids != ignore_index).sum()) for _, ids in micro_batches]
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(loss * weight for loss, weight in zip(losses, weights, strict=True)) / max(sum(weights), 1)
