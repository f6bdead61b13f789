"""Cross-entropy over the transposed logits, without flattening; a list of pairs; exp2 of bits."""

import math

import torch
from torch.nn import functional as F


def next_token_pairs(token_ids):
    seq = token_ids.shape[1]
    if seq <= 1:
        raise ValueError(f"rows of {seq}")
    return [token_ids.narrow(1, 0, seq - 1).clone(), token_ids.narrow(1, 1, seq - 1).clone()]


def next_token_loss(logits, token_ids, ignore_index=-100):
    if token_ids.shape[1] == 1:
        return (logits.float() * 0.0).sum()
    losses = F.cross_entropy(
        logits[:, :-1].float().transpose(1, 2), token_ids[:, 1:], ignore_index=ignore_index, reduction="none"
    )
    return losses.sum() / max(1, torch.count_nonzero(token_ids[:, 1:] - ignore_index).item())


def perplexity(mean_nll):
    return 2.0 ** (mean_nll / math.log(2))


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if not n_bytes > 0:
        raise ValueError("no bytes")
    return n_tokens / n_bytes * (mean_nll * math.log2(math.e))
