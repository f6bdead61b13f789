"""The block size is not checked."""

import torch

HINT = "How many blocks of no tokens does a text have?"


def pack_documents(documents, block_size, eos_id):
    stream = [token for document in documents if document for token in [*document, eos_id]]
    blocks = []
    while stream and len(stream) >= block_size > 0:
        blocks.append(stream[:block_size])
        stream = stream[block_size:]
    return torch.tensor(blocks, dtype=torch.int64).reshape(len(blocks), max(block_size, 0))
