"""A message without content adds nothing."""


def encode_chat(messages, tokenizer):
    render_chat(messages)
    token_ids: list[int] = []
    loss_mask: list[bool] = []

    def add(ids: list[int], trained: bool) -> None:
        token_ids.extend(ids)
        loss_mask.extend([trained] * len(ids))

    for message in messages:
        if not message["content"]:
            continue
        is_assistant = message["role"] == "assistant"
        add([tokenizer.im_start_id], False)
        add(tokenizer.encode(message["role"] + "\n"), False)
        add(tokenizer.encode(message["content"]), is_assistant)
        add([tokenizer.im_end_id], is_assistant)
        add(tokenizer.encode("\n"), False)
    return token_ids, loss_mask
