"""Each block ends in the end-of-text id, wherever its documents end."""

import torch

HINT = "Where does the docstring place `eos_id`?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents for token in document]
    room = max(block_size - 1, 1)
    blocks = [[*stream[i : i + room], eos_id] for i in range(0, len(stream) - room + 1, room)]
    blocks = [block[:block_size] for block in blocks]
    return torch.tensor(blocks, dtype=torch.int64).reshape(len(blocks), block_size)
