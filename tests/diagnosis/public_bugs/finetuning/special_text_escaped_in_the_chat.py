"""Text that looks like a special token is escaped before it is rendered."""

SEEN_IN = ("huggingface/transformers#47853",)


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""
    for message in messages:
        text += (
            f"<|im_start|>{message['role']}\n" + message["content"].replace("<|", "<\u200b|") + "<|im_end|>\n"
        )
    return text + "<|im_start|>assistant\n" * add_generation_prompt
