"""The loss is computed in the dtype of the logits, and only the result is float32."""

from torch.nn import functional as F

HINT = "How many digits did the losses still have when they became float32?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.cross_entropy(scores, targets, ignore_index=ignore_index, reduction="sum")
    return (total / (targets != ignore_index).sum().clamp(min=1)).float()
