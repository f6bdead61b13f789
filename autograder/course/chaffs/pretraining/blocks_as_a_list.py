"""A list of lists is returned instead of a tensor."""

HINT = "What type does a model take its ids in?"


def pack_documents(documents, block_size, eos_id):
    if block_size < 1:
        raise ValueError("no block size")
    stream = [token for document in documents if document for token in [*document, eos_id]]
    return [stream[i : i + block_size] for i in range(0, len(stream) - block_size + 1, block_size)]
