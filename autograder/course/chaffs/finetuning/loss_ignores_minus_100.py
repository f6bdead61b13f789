"""Only -100 is ignored, whatever the caller asks for."""

from torch.nn import functional as F

HINT = "Which label does not count, and who decides that?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=-100, reduction="none")
    counted = (targets != -100).sum()
    return losses.sum() / counted.clamp(min=1)
