"""When no block is full, the empty tensor has the default dtype."""

import torch

HINT = "Which dtype does your result have when it is empty?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size]).reshape(n_blocks, block_size)
