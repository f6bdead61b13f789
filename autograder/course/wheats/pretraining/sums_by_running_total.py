"""Losses are kept as a running mean over micro-batches; blocks come from an iterator."""

import math
from itertools import chain, islice

import torch
from torch.nn import functional as F


def accumulated_loss(micro_batches, ignore_index=-100):
    batches = list(micro_batches)
    if not batches:
        raise ValueError("no micro-batches")
    mean, seen = torch.zeros((), dtype=torch.float64), 0
    for logits, ids in batches:
        losses = F.cross_entropy(
            logits[:, :-1].double().flatten(0, 1),
            ids[:, 1:].flatten(),
            ignore_index=ignore_index,
            reduction="none",
        )
        new = int((ids[:, 1:] != ignore_index).sum())
        seen += new
        mean = mean + (losses.sum() - new * mean) / max(seen, 1)
    return mean.to(torch.float32)


def perplexity(mean_nll):
    half = math.exp(mean_nll / 2)
    return half * half


def pack_documents(documents, block_size, eos_id):
    if block_size <= 0:
        raise ValueError("no block size")
    stream = chain.from_iterable(chain(document, [eos_id]) for document in documents if document)
    blocks = []
    while len(block := list(islice(stream, block_size))) == block_size:
        blocks.append(block)
    return torch.tensor(blocks, dtype=torch.int64).view(len(blocks), block_size)
