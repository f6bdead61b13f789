"""Documents are joined without anything between them."""

import torch

HINT = "How can a model know where one text ends and the next begins?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents for token in document]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
