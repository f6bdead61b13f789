"""The model shifts the labels, and the loss function shifts them again."""

from torch.nn import functional as F

SEEN_IN = ("huggingface/transformers#47394", "huggingface/transformers#46898")


def sft_loss(logits, labels, ignore_index=-100):

    scores, targets = logits[:, :-1].float(), labels[:, 1:]
    scores, targets = scores[:, :-1], targets[:, 1:]
    counted = (targets != ignore_index).sum().clamp(min=1)
    total = F.cross_entropy(
        scores.flatten(0, 1), targets.flatten(), ignore_index=ignore_index, reduction="sum"
    )
    return total / counted
