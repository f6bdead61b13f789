"""The sum is divided by the number of rows."""

from torch.nn import functional as F

HINT = "What happens to the loss when a conversation is twice as long?"


def sft_loss(logits, labels, ignore_index=-100):
    scores = logits[:, :-1].float()
    targets = labels[:, 1:]
    losses = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="none")
    return losses.sum() / len(labels)
