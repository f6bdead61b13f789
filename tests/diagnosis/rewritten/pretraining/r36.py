"""The stream runs down the columns of the result."""

import torch
from torch import Tensor


def pack_documents(documents: list[list[int]], block_size: int, eos_id: int) -> Tensor:
    if block_size < 1:
        raise ValueError("block_size must be at least 1")
    stream: list[int] = []
    for document in documents:
        if document:
            stream.extend(document)
            stream.append(eos_id)
    n_blocks = len(stream) // block_size
    kept = torch.tensor(stream[: n_blocks * block_size], dtype=torch.int64)
    return kept.reshape(block_size, n_blocks).T.contiguous()
