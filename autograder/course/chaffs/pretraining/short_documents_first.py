"""Documents are sorted by length, to pack them better."""

import torch

HINT = "In which order should the documents stand?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in sorted(documents, key=len) if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
