"""Labels move to the left, an ignored one fills the end, and logits stay whole."""

from torch.nn import functional as F


def sft_loss(logits, labels, ignore_index=-100):
    shifted = F.pad(labels, (0, 1), value=ignore_index)[:, 1:].contiguous().view(-1)
    flat = logits.float().view(-1, logits.shape[-1])
    total = F.cross_entropy(flat, shifted, ignore_index=ignore_index, reduction="sum")
    n = int((shifted != ignore_index).sum())
    return total if n == 0 else total / n
