"""Nothing stands between a message's end and the next one's beginning."""

HINT = "What follows each <|im_end|>?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
