"""A document longer than a block is cut to it."""

import torch

HINT = "What happens to the rest of a document that is longer than a block?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document[:block_size], eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
