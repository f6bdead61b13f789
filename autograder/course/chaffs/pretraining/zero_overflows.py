"""Zero is made of the sum of the logits, which float16 cannot hold when they are large."""

from torch.nn import functional as F

HINT = "How large a sum can the dtype of the logits hold?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    if not (targets != ignore_index).any():
        return (logits.sum() * 0).float()
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
