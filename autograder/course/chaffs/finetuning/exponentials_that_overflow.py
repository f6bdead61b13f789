"""The raw logits are exponentiated."""

from torch.nn import functional as F

HINT = "How large is e to the largest logit?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    logs = scores - scores.exp().sum(-1, keepdim=True).log()
    losses = F.nll_loss(logs.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
