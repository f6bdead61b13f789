"""The rows of all micro-batches are joined to one text, and predict across their joints."""

import torch

HINT = "What do the last logits of a row score?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    logits = torch.cat([logits.flatten(0, 1) for logits, _ in micro_batches])
    ids = torch.cat([ids.flatten() for _, ids in micro_batches])
    return next_token_loss(logits.unsqueeze(0), ids.unsqueeze(0), ignore_index)
