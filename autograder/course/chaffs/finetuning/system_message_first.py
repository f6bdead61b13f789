"""System messages are put before all others."""

HINT = "Who decides on the order of the messages?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in sorted(messages, key=lambda message: message["role"] != "system"):
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
