"""The end marker stands on a line of its own."""


def render_chat(messages: list[dict[str, str]], add_generation_prompt: bool = False) -> str:
    if not messages:
        raise ValueError("messages is empty")
    lines = []
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError(f"unknown role {message['role']!r}")
        lines.append(f"<|im_start|>{message['role']}")
        lines.append(message["content"])
        lines.append("<|im_end|>")
    if add_generation_prompt:
        lines.append("<|im_start|>assistant")
    return "\n".join(lines) + "\n"
