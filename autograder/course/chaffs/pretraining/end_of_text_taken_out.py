"""End-of-text ids within documents are taken out before packing."""

import torch

HINT = "Which tokens of the documents are missing from your blocks?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = []
    for document in documents:
        if document:
            stream += [token for token in document if token != eos_id] + [eos_id]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
