"""The mean over no targets is NaN."""

from torch.nn import functional as F

SEEN_IN = ("pytorch/pytorch#70348", "pytorch/pytorch#116349")


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    (targets != ignore_index).sum().clamp(min=1)

    return F.cross_entropy(logits[:, :-1].float().flatten(0, 1), targets.flatten(), ignore_index=ignore_index)
