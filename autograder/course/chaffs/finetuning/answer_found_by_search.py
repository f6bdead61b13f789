"""The mask is true where the answer's bytes first stand in the text."""

HINT = "What if an answer repeats its question?"


def encode_chat(messages, tokenizer):
    if not messages or any(message["role"] not in ("system", "user", "assistant") for message in messages):
        raise ValueError("no conversation")
    ids = []
    for message in messages:
        ids += [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        ids += [*tokenizer.encode(message["content"]), tokenizer.im_end_id, *tokenizer.encode("\n")]
    mask = [False] * len(ids)
    for message in messages:
        if message["role"] == "assistant":
            answer = [*tokenizer.encode(message["content"]), tokenizer.im_end_id]
            starts = range(len(ids) - len(answer) + 1)
            start = next(i for i in starts if ids[i : i + len(answer)] == answer)
            mask[start : start + len(answer)] = [True] * len(answer)
    return ids, mask
