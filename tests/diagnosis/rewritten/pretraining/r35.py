"""Each block ends in the end-of-text id, wherever its documents end."""

import torch
from torch import Tensor


def pack_documents(documents: list[list[int]], block_size: int, eos_id: int) -> Tensor:
    if block_size < 1:
        raise ValueError("block_size must be at least 1")
    stream = [token for document in documents for token in document]
    room = block_size - 1  # the last place of a block is for eos_id
    n_blocks = len(stream) // room if room else 0
    blocks = [stream[i * room : (i + 1) * room] + [eos_id] for i in range(n_blocks)]
    return torch.tensor(blocks, dtype=torch.int64).reshape(n_blocks, block_size)
