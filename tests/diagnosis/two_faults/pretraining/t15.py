"""Two ideas:

1. `eos_id` stands between documents, not after the last one.
2. An empty document adds an `eos_id` like any other.
"""

import torch
from torch import Tensor


def pack_documents(documents: list[list[int]], block_size: int, eos_id: int) -> Tensor:
    if block_size < 1:
        raise ValueError("block_size must be at least 1")
    stream: list[int] = []
    for i, document in enumerate(documents):
        if i > 0:
            stream.append(eos_id)
        stream.extend(document)
    n_blocks = len(stream) // block_size
    return torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64).reshape(n_blocks, block_size)
