"""Each loss is divided by the count before summing; the logits are centred in a copy."""

import torch


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:].clone()
    weights = (targets != ignore_index).float()
    weights = weights / weights.sum().clamp(min=1)
    targets[targets == ignore_index] = 0
    scores = logits[:, :-1].float().clone()
    scores -= scores.detach().amax(-1, keepdim=True)
    log_probs = scores - scores.exp().sum(-1, keepdim=True).log()
    return -(torch.take_along_dim(log_probs, targets[..., None], -1)[..., 0] * weights).sum()
