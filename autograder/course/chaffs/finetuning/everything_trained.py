"""The mask is true on every token."""

HINT = "Who writes which part of the conversation when the model is used?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = True
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [True] * len(header) + [trained] * len(content) + [trained] + [True]
    return ids, mask
