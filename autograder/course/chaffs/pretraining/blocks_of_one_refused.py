"""A block of one token is refused, because it has nothing to predict."""

import torch

HINT = "What is the smallest block size that is allowed?"


def pack_documents(documents, block_size, eos_id):
    if block_size <= 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
