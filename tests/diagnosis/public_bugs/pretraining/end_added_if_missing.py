"""An end-of-text id is added only to documents that do not end in one."""

import torch

SEEN_IN = ("marin-community/levanter#873",)


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("block_size")

    stream = []
    for document in documents:
        stream += document
        if document and document[-1] != eos_id:
            stream.append(eos_id)
    whole = len(stream) // block_size * block_size
    return torch.tensor(stream[:whole], dtype=torch.int64).reshape(-1, block_size)
