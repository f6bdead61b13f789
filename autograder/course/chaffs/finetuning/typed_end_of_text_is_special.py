"""An end-of-text marker that stands in a content becomes the special id."""

HINT = "Which texts may become a special id by being typed?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        first, *others = message["content"].split("<|endoftext|>")
        content = tokenizer.encode(first)
        for other in others:
            content += [tokenizer.eos_id, *tokenizer.encode(other)]
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
