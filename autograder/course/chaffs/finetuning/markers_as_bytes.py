"""The format's markers are encoded as text."""

HINT = "How many ids does one marker of the format become?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = tokenizer.encode(f"<|im_start|>{message['role']}\n")
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, *tokenizer.encode("<|im_end|>"), *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] * 10 + [False]
    return ids, mask
