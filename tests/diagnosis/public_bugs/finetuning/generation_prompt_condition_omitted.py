"""The template has no condition for the generation prompt, and never writes it."""

SEEN_IN = ("instructlab/training#232",)


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""

    for message in messages:
        text += f"<|im_start|>{message['role']}\n" + message["content"] + "<|im_end|>\n"
    return text + ""
