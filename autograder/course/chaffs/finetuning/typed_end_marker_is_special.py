"""An end marker that stands in a content becomes the special id."""

HINT = "What happens to an end marker that a user types?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        first, *others = message["content"].split("<|im_end|>")
        content = tokenizer.encode(first)
        for other in others:
            content += [tokenizer.im_end_id, *tokenizer.encode(other)]
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
