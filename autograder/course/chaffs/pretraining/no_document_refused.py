"""A list without documents is refused."""

import torch

HINT = "How many blocks does no document fill?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1 or not documents:
        raise ValueError("nothing to pack")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
