"""Markers that stand in a content are taken out of the text."""

HINT = 'What does "unchanged" say about a content that looks odd?'


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        content = message["content"].replace("<|im_start|>", "").replace("<|im_end|>", "")
        text += f"<|im_start|>{message['role']}\n{content}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
