"""Only the first message's role is checked."""

HINT = "Which messages' roles does your function look at?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message is messages[0] and message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
