"""The loss ignores -1, whatever the caller says."""

from torch.nn import functional as F

SEEN_IN = ("karpathy/nanoGPT#297",)


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    counted = (targets != ignore_index).sum().clamp(min=1)

    scores = logits[:, :-1].float().flatten(0, 1)
    return F.cross_entropy(scores, targets.flatten(), ignore_index=-1, reduction="sum") / counted
