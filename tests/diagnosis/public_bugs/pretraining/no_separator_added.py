"""No separator is put between the documents."""

import torch

SEEN_IN = ("Lightning-AI/lit-llama#482", "FranxYao/Long-Context-Data-Engineering#9")


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("block_size")

    stream = [token for document in documents for token in document]
    whole = len(stream) // block_size * block_size
    return torch.tensor(stream[:whole], dtype=torch.int64).reshape(-1, block_size)
