"""Where a list is asked for there is a tuple, and the other way round."""


def encode_chat(messages, tokenizer):
    render_chat(messages)
    pairs = []
    for message in messages:
        answer = message["role"] == "assistant"
        pairs.append((tokenizer.im_start_id, False))
        pairs += [(token, False) for token in tokenizer.encode(message["role"] + "\n")]
        pairs += [(token, answer) for token in tokenizer.encode(message["content"])]
        pairs.append((tokenizer.im_end_id, answer))
        pairs += [(token, False) for token in tokenizer.encode("\n")]
    return [list(column) for column in zip(*pairs)]


def build_labels(token_ids, loss_mask, ignore_index=-100):
    pairs = zip(token_ids, loss_mask, strict=True)
    return tuple(token if trained else ignore_index for token, trained in pairs)
