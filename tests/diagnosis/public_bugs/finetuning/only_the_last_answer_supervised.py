"""A mask of one prefix leaves only the last answer to be learned."""

SEEN_IN = ("MakazhanAlpamys/Soup#683", "MakazhanAlpamys/Soup#733", "NVIDIA-NeMo/Speech#16284")


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for i, message in enumerate(messages):
        trained = message["role"] == "assistant" and i == len(messages) - 1
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
