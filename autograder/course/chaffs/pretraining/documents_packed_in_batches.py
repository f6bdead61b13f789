"""A thousand documents at a time are packed, and the rest of each batch is dropped."""

import torch

HINT = "Which tokens of many documents are in no block?"
SEEN_IN = ("OptimalScale/LMFlow#341",)


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("block_size")
    blocks = []
    for first in range(0, len(documents), 1000):
        stream = [token for each in documents[first : first + 1000] if each for token in [*each, eos_id]]
        whole = len(stream) // block_size * block_size
        blocks += [stream[begin : begin + block_size] for begin in range(0, whole, block_size)]
    return torch.tensor(blocks, dtype=torch.int64).reshape(-1, block_size)
