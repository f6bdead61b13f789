"""The loss of a big batch is the mean of its micro-batches' losses."""

HINT = "If one micro-batch has 1 counted target and another 99, how much should that one target weigh?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    losses = [next_token_loss(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(losses) / len(losses)
