"""The caller's list of messages is emptied on the way."""

HINT = "Who owns the list `messages`, and how long is it after the call?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    while messages:
        message = messages.pop(0)
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
