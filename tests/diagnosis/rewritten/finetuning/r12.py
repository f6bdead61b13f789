"""The mask is true on every message's content."""


def encode_chat(messages, tokenizer):
    render_chat(messages)  # raises for an empty conversation or an unknown role
    token_ids: list[int] = []
    loss_mask: list[bool] = []
    newline = tokenizer.encode("\n")
    for message in messages:
        header = [tokenizer.im_start_id] + tokenizer.encode(message["role"]) + newline
        body = tokenizer.encode(message["content"]) + [tokenizer.im_end_id]
        token_ids += header + body + newline
        loss_mask += [False] * len(header) + [True] * len(body) + [False] * len(newline)
    return token_ids, loss_mask
