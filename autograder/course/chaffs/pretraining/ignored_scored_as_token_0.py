"""An ignored target becomes token 0, and is scored as that."""

from torch.nn import functional as F

HINT = "What does an ignored target cost?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores = logits[:, :-1].float().flatten(0, 1)
    targets = token_ids[:, 1:].flatten()
    targets = targets.masked_fill(targets == ignore_index, 0)
    return F.cross_entropy(scores, targets, reduction="sum") / max(len(targets), 1)
