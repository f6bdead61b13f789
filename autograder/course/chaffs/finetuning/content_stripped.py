"""Space around a content is taken away."""

HINT = "Who decides about the spaces around a content?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content'].strip()}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
