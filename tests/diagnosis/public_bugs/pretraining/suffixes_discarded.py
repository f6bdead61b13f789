"""The rest of a document is discarded when its row is full."""

import torch

SEEN_IN = ("karpathy/autoresearch#372",)


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("block_size")

    blocks, row = [], []
    for document in documents:
        if document:
            row += [*document, eos_id][: block_size - len(row)]
        if len(row) == block_size:
            blocks.append(row)
            row = []
    return torch.tensor(blocks, dtype=torch.int64).reshape(-1, block_size)
