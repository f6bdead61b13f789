"""The loss is overwritten by each micro-batch in turn."""

HINT = "What happened to the first micro-batch's loss by the end?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    for logits, ids in micro_batches:
        loss = next_token_loss(logits, ids, ignore_index)
    return loss
