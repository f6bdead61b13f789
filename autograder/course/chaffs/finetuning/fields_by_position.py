"""A message's first value is taken for its role, whatever its key."""

HINT = "How does your function find out which string is the role?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for role, content in (message.values() for message in messages):
        if role not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{role}\n{content}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
