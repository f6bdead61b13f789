"""An answer is trained on up to the first marker that it quotes."""

HINT = "Where does an answer end that quotes a marker?"


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        n_said = len(tokenizer.encode(message["content"].split("<|im_end|>")[0]))
        said = [trained] * n_said + [False] * (len(content) - n_said)
        mask += [False] * len(header) + said + [trained] + [False]
    return ids, mask
