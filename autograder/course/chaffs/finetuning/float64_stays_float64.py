"""Only half precision is converted: float64 logits give a float64 loss."""

from torch.nn import functional as F

HINT = "What dtype is the loss, whatever the logits' dtype is?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = labels[:, 1:]
    total = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
