"""Rows of one token are refused, as `next_token_pairs` refuses them."""

from torch.nn import functional as F

HINT = "Which functions refuse a row of one token, according to their docstrings?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    _, targets = next_token_pairs(token_ids)
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    total = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).float()
