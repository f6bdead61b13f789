"""Only a conversation without messages is refused; any role is encoded."""

HINT = "Which roles does the format know, and which messages have one?"


def encode_chat(messages, tokenizer):
    if not messages:
        raise ValueError("no messages")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
