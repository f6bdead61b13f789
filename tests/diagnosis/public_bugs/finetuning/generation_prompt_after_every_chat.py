"""The generation prompt is appended to every conversation."""

SEEN_IN = ("vllm-project/vllm#7681",)


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""

    for message in messages:
        text += f"<|im_start|>{message['role']}\n" + message["content"] + "<|im_end|>\n"
    return text + "<|im_start|>assistant\n"
