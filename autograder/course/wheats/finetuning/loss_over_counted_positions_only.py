"""Only positions that count are looked at."""

import torch
from torch.nn import functional as F


def sft_loss(logits, labels, ignore_index=-100):
    keep = labels[:, 1:] != ignore_index
    if not keep.any():
        return logits.float().sum() * 0
    scores = logits[:, :-1][keep].to(torch.float32)
    return F.cross_entropy(scores, labels[:, 1:][keep])
