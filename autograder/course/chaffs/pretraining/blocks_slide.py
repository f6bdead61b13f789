"""Blocks begin at every token instead of where the last one ends."""

import torch

HINT = "How often does a token stand in the blocks?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    blocks = [stream[i : i + block_size] for i in range(len(stream) - block_size + 1)]
    return torch.tensor(blocks, dtype=torch.int64).reshape(-1, block_size)
