"""The generation prompt ends with the role."""


def render_chat(messages: list[dict[str, str]], add_generation_prompt: bool = False) -> str:
    if not messages:
        raise ValueError("a conversation needs at least one message")
    text = ""
    for message in messages:
        role, content = message["role"], message["content"]
        if role not in {"system", "user", "assistant"}:
            raise ValueError(f"role {role!r} is not known")
        text += f"<|im_start|>{role}\n{content}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant"
    return text
