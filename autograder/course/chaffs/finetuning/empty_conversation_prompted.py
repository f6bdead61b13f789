"""A conversation without messages is refused, unless the assistant is to begin it."""

HINT = "What would the assistant answer to?"


def render_chat(messages, add_generation_prompt=False):
    if not messages and not add_generation_prompt:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
