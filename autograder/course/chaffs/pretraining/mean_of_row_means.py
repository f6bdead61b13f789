"""Each row's mean loss counts the same, however many targets it has."""

import torch
from torch.nn import functional as F

HINT = "If one row has 1 target and another 99, how much should that one target weigh?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    means = []
    for scores, targets in zip(logits[:, :-1].float(), token_ids[:, 1:], strict=True):
        total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
        counted = (targets != ignore_index).sum()
        if counted:
            means.append(total / counted)
    return torch.stack(means).mean() if means else logits.float().sum() * 0
