"""When no block is full, an empty tensor of one dimension is returned."""

import torch

HINT = "What is the shape of a table with no rows and four columns?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    blocks = [stream[i : i + block_size] for i in range(0, len(stream) - block_size + 1, block_size)]
    return torch.tensor(blocks, dtype=torch.int64)
