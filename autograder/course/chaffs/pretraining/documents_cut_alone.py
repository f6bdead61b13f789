"""Each document is cut into blocks by itself, and loses its own rest."""

import torch

HINT = "Where in your blocks does the second document begin?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    blocks = []
    for document in documents:
        text = [*document, eos_id] if document else []
        blocks += [text[i : i + block_size] for i in range(0, len(text) - block_size + 1, block_size)]
    return torch.tensor(blocks, dtype=torch.int64).reshape(len(blocks), block_size)
