"""The token that ends an answer is not in the loss, and the model never ends a turn."""

SEEN_IN = ("LAION-AI/Open-Assistant#1974",)


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for i, message in enumerate(messages):
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [False] + [False]
    return ids, mask
