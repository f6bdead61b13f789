"""Only the first message's role is checked."""

HINT = "Which messages' roles does your function look at?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages[:1]):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
