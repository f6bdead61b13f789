"""Any role is written."""

HINT = "Which roles does the format know, and which messages have one?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
