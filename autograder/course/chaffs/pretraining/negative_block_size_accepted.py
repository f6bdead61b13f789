"""Only a block size of exactly 0 is refused."""

import torch

HINT = "Which other sizes are impossible for a block?"


def pack_documents(documents, block_size, eos_id):
    if block_size == 0:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(abs(n_blocks), -1)
