"""Labels are as long as the logits: the last position's is ignored, so that nothing is sliced off."""

import torch
from torch.nn import functional as F


def next_token_loss(logits, token_ids, ignore_index=-100):
    labels = torch.full_like(token_ids, ignore_index)
    labels[:, :-1] = token_ids[:, 1:]
    labels = labels.view(-1)
    scores = logits.to(torch.float64).reshape(labels.shape[0], -1)
    if bool((labels == ignore_index).all()):
        return torch.zeros_like(scores).mul(scores).sum().float()
    return F.cross_entropy(scores, labels, ignore_index=ignore_index).float()
