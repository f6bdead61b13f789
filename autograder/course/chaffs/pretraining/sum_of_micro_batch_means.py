"""The micro-batches' losses are added up."""

HINT = "What happens to your loss when the batch is cut into more pieces?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    return sum(next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches)
