"""A conversation without messages has no ids and no mask."""

HINT = "What does `render_chat` say to a conversation without messages?"


def encode_chat(messages, tokenizer):
    if any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("unknown role")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
