"""No generation prompt follows an answer."""

HINT = "On which messages does a generation prompt depend, according to the docstring?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt and messages[-1]["role"] != "assistant":
        text += "<|im_start|>assistant\n"
    return text
