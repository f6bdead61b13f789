"""The loss is log-sum-exp minus the chosen logit, in float64; counts are taken over all micro-batches."""

import torch


def _summed(logits, token_ids, ignore_index):
    scores, targets = logits[:, :-1].double(), token_ids[:, 1:]
    counted = targets != ignore_index
    chosen = scores.gather(-1, targets.where(counted, 0).unsqueeze(-1)).squeeze(-1)
    return ((scores.logsumexp(-1) - chosen) * counted).sum(), int(counted.sum())


def next_token_loss(logits, token_ids, ignore_index=-100):
    total, count = _summed(logits, token_ids, ignore_index)
    return (total / max(count, 1)).to(torch.float32)


def accumulated_loss(micro_batches, ignore_index=-100):
    if len(micro_batches) == 0:
        raise ValueError("no micro-batches")
    total, n_counted = 0, 0
    for logits, token_ids in micro_batches:
        part, count = _summed(logits, token_ids, ignore_index)
        total, n_counted = total + part, n_counted + count
    return (total / max(n_counted, 1)).to(torch.float32)
