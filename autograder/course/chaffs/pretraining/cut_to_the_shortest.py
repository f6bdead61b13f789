"""All micro-batches are cut to the shortest, so that they can be one batch."""

import torch

HINT = "Which targets are lost when all rows get the same length?"


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    shortest = min(ids.shape[1] for _, ids in micro_batches)
    logits = torch.cat([logits[:, :shortest] for logits, _ in micro_batches])
    return next_token_loss(logits, torch.cat([ids[:, :shortest] for _, ids in micro_batches]), ignore_index)
