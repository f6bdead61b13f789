"""The micro-batches' sums are kept in the dtype of their logits."""

from torch.nn import functional as F

HINT = "How many digits does a sum in bfloat16 have?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    total, n_counted = 0.0, 0
    for logits, ids in micro_batches:
        scores, targets = logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten()
        total = total + F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
        n_counted += int((targets != ignore_index).sum())
    return (total / max(n_counted, 1)).float()
