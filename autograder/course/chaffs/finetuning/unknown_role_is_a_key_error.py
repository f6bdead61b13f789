"""An unknown role is looked up, and a KeyError comes out."""

HINT = "Which error does the docstring promise?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        headers = {role: f"<|im_start|>{role}\n" for role in ("system", "user", "assistant")}
        text += headers[message["role"]] + f"{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
