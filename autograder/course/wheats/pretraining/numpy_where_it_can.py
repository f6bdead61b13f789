"""Integers are packed by NumPy; numbers come from NumPy and are made Python floats."""

import numpy as np
import torch


def next_token_pairs(token_ids):
    ids = token_ids.numpy()
    if ids.shape[-1] < 2:
        raise ValueError("too short")
    return torch.from_numpy(ids[:, :-1].copy()), torch.from_numpy(ids[:, 1:].copy())


def perplexity(mean_nll):
    return float(np.exp(np.float64(mean_nll)))


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return float(np.float64(mean_nll) / np.log(2.0) * (np.float64(n_tokens) / n_bytes))


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    parts = [np.array([*document, eos_id], dtype=np.int64) for document in documents if len(document)]
    stream = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    whole = stream.size - stream.size % block_size
    return torch.from_numpy(stream[:whole].reshape(-1, block_size).copy())
