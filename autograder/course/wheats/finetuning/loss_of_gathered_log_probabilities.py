"""Log-probabilities are gathered in float64, with a harmless label in place of an ignored one."""

import torch


def sft_loss(logits, labels, ignore_index=-100):
    targets = labels[..., 1:]
    counted = targets.ne(ignore_index)
    log_probabilities = torch.log_softmax(logits[..., :-1, :].to(torch.float64), dim=-1)
    safe = torch.where(counted, targets, torch.zeros_like(targets))
    picked = log_probabilities.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
    mean = -(picked * counted).sum() / max(1, counted.sum().item())
    return mean.to(torch.float32)
