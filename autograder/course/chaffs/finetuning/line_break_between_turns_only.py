"""Messages are joined by line breaks, so that none follows the last one."""

HINT = "What follows the last <|im_end|>?"


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(message["role"] not in ("system", "user", "assistant") for message in messages):
        raise ValueError("no conversation")
    turns = [f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>" for message in messages]
    if add_generation_prompt:
        turns.append("<|im_start|>assistant\n")
    return "\n".join(turns)
