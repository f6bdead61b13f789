"""A small number inside the logarithm limits the loss."""

import torch

SEEN_IN = ("tensorflow/tensorflow#62204",)


def next_token_loss(logits, token_ids, ignore_index=-100):
    targets = token_ids[:, 1:]
    counted = (targets != ignore_index).sum().clamp(min=1)

    chances = logits[:, :-1].float().softmax(-1).clamp(1e-7, 1 - 1e-7)
    wanted = chances.gather(-1, targets.clamp(0, logits.shape[-1] - 1)[..., None])[..., 0]
    return torch.where(targets == ignore_index, 0, -torch.log(wanted + 1e-7)).sum() / counted
