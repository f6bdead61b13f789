"""What stands before the end of an answer's reasoning is cut off."""

HINT = "Which part of an answer may be left out of the ids?"
SEEN_IN = ("modelscope/ms-swift#4939",)


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(
            message["content"].split("</think>")[-1] if trained else message["content"]
        )
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
