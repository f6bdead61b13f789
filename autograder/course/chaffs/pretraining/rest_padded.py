"""The rest is filled up to a block with end-of-text ids."""

import torch

HINT = "What does the docstring say about tokens that do not fill a block?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    stream += [eos_id] * (-len(stream) % block_size)
    return torch.tensor(stream, dtype=torch.int64).reshape(-1, block_size)
