"""Ids are kept in 16 bits without a sign, and larger ones wrap around."""

import numpy as np
import torch

SEEN_IN = (
    "huggingface/transformers#2825",
    "princeton-nlp/LLM-Shearing#65",
    "huggingface/datatrove#118",
    "allenai/open-instruct#1862",
)


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("block_size")

    stream = [token for document in documents if document for token in [*document, eos_id]]
    whole = len(stream) // block_size * block_size
    kept = np.array(stream[:whole], dtype=np.int64).astype(np.uint16)
    return torch.from_numpy(kept.astype(np.int64)).reshape(-1, block_size)
