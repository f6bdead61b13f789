"""Two ideas:

1. The end marker of an assistant message is not trained.
2. White space around a message's content is taken off.
"""


def encode_chat(messages, tokenizer):
    render_chat(messages)
    token_ids: list[int] = []
    loss_mask: list[bool] = []
    for message in messages:
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"].strip())
        footer = [tokenizer.im_end_id, *tokenizer.encode("\n")]
        token_ids += header + content + footer
        loss_mask += [False] * len(header)
        loss_mask += [message["role"] == "assistant"] * len(content)
        loss_mask += [False] * len(footer)
    return token_ids, loss_mask
