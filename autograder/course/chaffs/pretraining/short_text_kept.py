"""A text that is shorter than one block is kept as it is."""

import torch

HINT = "What happens to tokens that do not fill a block?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    if 0 < len(stream) < block_size:
        return torch.tensor([stream])
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
