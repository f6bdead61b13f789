"""The sliced logits are viewed as rows, which works only for a batch of one."""

from torch.nn import functional as F

HINT = "How do the numbers of a slice lie in memory when the batch has two rows?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].view(-1, logits.shape[-1]), token_ids[:, 1:].reshape(-1)
    total = F.cross_entropy(scores.float(), targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
