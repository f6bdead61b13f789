"""The normaliser is rounded to the half precision of the logits."""

import torch

SEEN_IN = ("google-deepmind/optax#1020", "marin-community/marin#8217")


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    counted = (targets != ignore_index).sum().clamp(min=1)

    scores = logits[:, :-1]
    normaliser = torch.logsumexp(scores, -1).float()
    wanted = scores.gather(-1, targets.clamp(0, scores.shape[-1] - 1)[..., None])[..., 0].float()
    losses = torch.where(targets == ignore_index, 0, normaliser - wanted)
    return losses.sum() / counted
