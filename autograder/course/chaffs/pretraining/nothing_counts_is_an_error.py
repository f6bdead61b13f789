"""A batch without a target is refused."""

from torch.nn import functional as F

HINT = "What does the docstring return when no target counts?"


def next_token_loss(logits, token_ids, ignore_index=-100):
    scores, targets = logits[:, :-1].float().flatten(0, 1), token_ids[:, 1:].flatten()
    if not (targets != ignore_index).any():
        raise ValueError("no target counts")
    return F.cross_entropy(scores, targets, ignore_index=ignore_index)
