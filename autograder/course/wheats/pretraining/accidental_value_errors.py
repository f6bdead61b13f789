"""Bad input is not looked for: the errors come from unpacking, from `range` and from `max`."""

import math

import torch


def next_token_pairs(token_ids):
    first, _second, *_rest = range(token_ids.shape[1])
    return token_ids[:, first:-1], token_ids[:, 1:]


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    math.log(n_bytes)
    return mean_nll * n_tokens / math.log(2) / n_bytes


def accumulated_loss(micro_batches, ignore_index=-100):
    _totals, _ids = zip(*micro_batches, strict=True)
    counts = [max((ids[:, 1:] != ignore_index).sum(), 0) for ids in _ids]
    losses = [
        next_token_loss(logits, ids, ignore_index) * count
        for logits, ids, count in zip(_totals, _ids, counts, strict=True)
    ]
    return torch.stack(losses).sum() / torch.stack(counts).sum().clamp(min=1)


def pack_documents(documents, block_size, eos_id):
    stream = [token for document in documents if document for token in [*document, eos_id]]
    math.sqrt(block_size - 1)
    starts = range(0, len(stream), block_size)
    blocks = [stream[i : i + block_size] for i in starts if i + block_size <= len(stream)]
    return torch.tensor(blocks, dtype=torch.int64).reshape(len(blocks), block_size)
