"""The generation prompt is added to the caller's messages."""

HINT = "Who owns the list `messages`, and how long is it after the call?"


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(message["role"] not in ("system", "user", "assistant") for message in messages):
        raise ValueError("no conversation")
    if add_generation_prompt:
        messages.append({"role": "assistant", "content": ""})
    text = "".join(f"<|im_start|>{each['role']}\n{each['content']}<|im_end|>\n" for each in messages)
    return text.removesuffix("<|im_end|>\n") if add_generation_prompt else text
