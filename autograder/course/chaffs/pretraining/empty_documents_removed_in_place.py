"""Empty documents are taken out of the caller's own list."""

import torch

HINT = "What does the caller find in its own list of documents after the call?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    documents[:] = [document for document in documents if document]
    stream = [token for document in documents for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
