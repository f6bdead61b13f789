"""With no document, the block size is not checked."""

import torch

HINT = "For which documents does your function look at the block size?"


def pack_documents(documents, block_size, eos_id):
    if not documents:
        return torch.empty((0, max(block_size, 0)), dtype=torch.int64)
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
