"""The chosen log-probabilities are a product with one-hot targets; ignored rows are all zeros."""

import torch


def _summed(logits, token_ids, ignore_index):
    targets = token_ids[:, 1:]
    counted = targets.ne(ignore_index)
    classes = torch.arange(logits.size(-1))
    one_hot = (targets.unsqueeze(-1) == classes) & counted.unsqueeze(-1)
    log_probs = torch.log_softmax(logits[:, :-1], dim=-1, dtype=torch.float32)
    return -(log_probs * one_hot).sum(), counted.sum()


def next_token_loss(logits, token_ids, ignore_index=-100):
    total, count = _summed(logits, token_ids, ignore_index)
    return total / torch.clamp(count, min=1)


def accumulated_loss(micro_batches, ignore_index=-100):
    if not micro_batches:
        raise ValueError("no micro-batches")
    parts = [_summed(logits, ids, ignore_index) for logits, ids in micro_batches]
    return sum(total for total, _ in parts) / sum(count for _, count in parts).clamp(min=1)
