"""The stream is a tensor that is unfolded into blocks; pairs come from `unbind` and `stack`."""

import math

import torch


class TooShortError(ValueError):
    pass


def next_token_pairs(token_ids):
    if token_ids.size(1) < 2:
        raise TooShortError("too short")
    columns = torch.unbind(token_ids, 1)
    return torch.stack(columns[:-1], 1), torch.stack(columns[1:], 1)


def perplexity(mean_nll):
    return torch.tensor(mean_nll, dtype=torch.float64).exp().item()


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return math.fsum([mean_nll * n_tokens]) / (n_bytes * math.log(2))


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    parts = [torch.tensor([*list(document), eos_id]) for document in documents if document]
    stream = torch.cat(parts) if parts else torch.empty(0, dtype=torch.int64)
    if stream.numel() < block_size:
        return torch.empty(0, block_size, dtype=torch.int64)
    return stream.unfold(0, block_size, block_size)
