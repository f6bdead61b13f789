"""A conversation without messages is an empty text."""

HINT = "What could a model learn from no messages?"


def render_chat(messages, add_generation_prompt=False):
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
