"""The last token of each row is left out as a target as well."""

from torch.nn import functional as F

HINT = "Which logits score the last token of a row?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-2].float().flatten(0, 1), token_ids[:, 1:-1].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
