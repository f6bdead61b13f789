"""The end-of-text id is appended to the caller's own documents."""

import torch

HINT = "What does the caller find in its own list of documents after the call?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = []
    for document in documents:
        if document:
            document.append(eos_id)
        stream += document
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
