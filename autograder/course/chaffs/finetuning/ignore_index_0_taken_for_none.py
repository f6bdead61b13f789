"""An `ignore_index` of 0 is false, and is treated as if none was given."""

from torch.nn import functional as F

HINT = "What does your function do with an `ignore_index` of 0?"


def sft_loss(logits, labels, ignore_index=None):
    ignore_index = ignore_index or -100
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = labels[:, 1:]
    total = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).float()
