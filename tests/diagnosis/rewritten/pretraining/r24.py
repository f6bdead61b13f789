"""The loss is overwritten by each micro-batch in turn."""

from torch import Tensor


def accumulated_loss(micro_batches: list[tuple[Tensor, Tensor]], ignore_index: int = -100) -> Tensor:
    if not micro_batches:
        raise ValueError("micro_batches is empty")
    counts = [int((token_ids[:, 1:] != ignore_index).sum()) for _, token_ids in micro_batches]
    n_targets = max(sum(counts), 1)
    for (logits, token_ids), count in zip(micro_batches, counts):
        loss = next_token_loss(logits, token_ids, ignore_index) * (count / n_targets)
    return loss
