"""A document that already ends in the end-of-text id gets no other."""

import torch

HINT = "What follows a document that already ends in `eos_id`?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = []
    for document in documents:
        stream += document
        if document and document[-1] != eos_id:
            stream.append(eos_id)
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
