"""Each block holds one token more, the next block's first, so that inputs and targets can be cut from it."""

HINT = "In how many blocks does a token stand?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    starts = range(0, len(stream) - block_size, block_size)
    blocks = [stream[start : start + block_size + 1] for start in starts]
    return torch.tensor(blocks, dtype=torch.int64).reshape(-1, block_size + 1)
