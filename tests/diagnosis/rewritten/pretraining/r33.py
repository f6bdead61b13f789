"""Each micro-batch weighs as many as it has tokens, first tokens included."""

from torch import Tensor


def accumulated_loss(micro_batches: list[tuple[Tensor, Tensor]], ignore_index: int = -100) -> Tensor:
    if not micro_batches:
        raise ValueError("no micro-batches")
    weights = [int((token_ids != ignore_index).sum()) for _, token_ids in micro_batches]
    n_tokens = max(sum(weights), 1)
    parts = [
        next_token_loss(logits, token_ids, ignore_index) * (weight / n_tokens)
        for (logits, token_ids), weight in zip(micro_batches, weights)
    ]
    return sum(parts[1:], start=parts[0])
