"""A vocabulary is small, so the blocks are int32."""

import torch

HINT = "Which dtype do ids have in this assignment?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size]).to(torch.int32).reshape(n_blocks, block_size)
