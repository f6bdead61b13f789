"""Each token's loss is rounded to the dtype of the logits, and the mean is taken in float32."""

from torch.nn import functional as F

HINT = "How many digits did the losses still have when they became float32?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    log_probs, targets = logits[:, :-1].log_softmax(-1).float().flatten(0, 1), token_ids[:, 1:].flatten()
    total = F.nll_loss(log_probs, targets, ignore_index=ignore_index, reduction="sum")
    return total / (targets != ignore_index).sum().clamp(min=1)
