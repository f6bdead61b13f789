"""The ids pass through a float tensor, which cannot hold large ones."""

import torch

HINT = "How large a whole number can a float32 hold exactly?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    n_blocks = len(stream) // block_size
    return torch.Tensor(stream[: n_blocks * block_size]).reshape(n_blocks, block_size).long()
