"""Neighbouring messages of one role become one message."""

HINT = "How many messages go in, and how many come out?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text, last = "", None
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        if message["role"] == last:
            text = text.removesuffix("<|im_end|>\n") + f"\n{message['content']}<|im_end|>\n"
        else:
            text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
        last = message["role"]
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
