"""Only half precision is converted: micro-batches in float64 give a float64 loss."""

from torch.nn import functional as F

HINT = "What dtype is the loss, whatever the logits' dtype is?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batch")
    total, n_counted = 0, 0
    for logits, token_ids in micro_batches:
        scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32)).transpose(1, 2)
        targets = token_ids[:, 1:]
        total = total + F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
        n_counted += (targets != ignore_index).sum()
    return total / n_counted.clamp(min=1)
