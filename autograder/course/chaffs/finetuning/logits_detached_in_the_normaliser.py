"""Gradients flow through the label's own logit only."""

from torch.nn import functional as F

HINT = "Which logits change the loss of one label?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    logs = scores - scores.detach().logsumexp(-1, keepdim=True)
    losses = F.nll_loss(logs.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
