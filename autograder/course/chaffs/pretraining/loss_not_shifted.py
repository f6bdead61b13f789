"""The logits of a position score the token at that same position."""

from torch.nn import functional as F

HINT = "Has a model already read the token at the position whose logits you score?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    total = F.cross_entropy(
        logits.float().flatten(0, 1), token_ids.flatten(), ignore_index=ignore_index, reduction="sum"
    )
    return total / (token_ids != ignore_index).sum().clamp(min=1)
