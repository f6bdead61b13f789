"""The end-of-text id stands between documents, but not after the last one."""

import torch

HINT = "Is the last block there when the last end-of-text id just fills it?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = []
    for document in filter(None, documents):
        stream += [eos_id, *document] if stream else document
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
