"""A conversation is built from its last message to its first."""


class UnknownRoleError(ValueError):
    pass


def render_chat(messages, add_generation_prompt=False):
    if len(messages) < 1:
        raise UnknownRoleError("nobody speaks")
    text = "<|im_start|>assistant\n" if add_generation_prompt else ""
    for message in reversed(messages):
        if message["role"] not in {"system", "user", "assistant"}:
            raise UnknownRoleError(message["role"])
        text = "".join(["<|im_start|>", message["role"], "\n", message["content"], "<|im_end|>\n", text])
    return text


def encode_chat(messages, tokenizer):
    render_chat(messages)
    ids, mask = (), ()
    for message in messages[::-1]:
        trained = message["role"] == "assistant"
        said = (*tokenizer.encode(message["content"]), tokenizer.im_end_id)
        head = (tokenizer.im_start_id, *tokenizer.encode(f"{message['role']}\n"))
        ids = (*head, *said, ord("\n"), *ids)
        mask = (False,) * len(head) + (trained,) * len(said) + (False,) + mask
    return [list(ids), list(mask)]
