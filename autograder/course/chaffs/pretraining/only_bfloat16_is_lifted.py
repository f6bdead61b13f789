"""Logits in bfloat16 are lifted to float32, those in float16 are not."""

import torch
from torch.nn import functional as F

HINT = "Which of the four dtypes of logits have enough digits for a loss?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    if logits.dtype == torch.bfloat16:
        logits = logits.float()
    scores, targets = logits[:, :-1].flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).float()
