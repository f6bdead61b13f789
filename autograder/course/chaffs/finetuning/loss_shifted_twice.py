"""Labels are shifted before a loss that shifts them."""

from torch.nn import functional as F

HINT = "How often are labels shifted between `build_labels` and the loss?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-2].float()
    targets = labels[:, 2:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    counted = (targets != ignore_index).sum()
    return losses.sum() / counted.clamp(min=1)
