"""The last block is dropped even when it is full."""

import torch

HINT = "Is the last block there when the last end-of-text id just fills it?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = max(len(stream) - 1, 0) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
