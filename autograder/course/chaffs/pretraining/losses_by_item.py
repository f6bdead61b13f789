"""The tokens' losses are taken out as Python floats and made a tensor again."""

import torch
from torch.nn import functional as F

HINT = "What do the tokens' losses lose on their way into your result?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    losses = []
    for scores, targets in zip(logits[:, :-1].float(), token_ids[:, 1:], strict=True):
        for score, target in zip(scores, targets, strict=True):
            if target != ignore_index:
                losses.append(F.cross_entropy(score, target).item())
    return torch.tensor(losses).mean() if losses else logits.float().sum() * 0
