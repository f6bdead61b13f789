"""A conversation without a system message is given one."""

HINT = "Whose words are in the text that nobody put into the messages?"


def render_chat(messages, add_generation_prompt=False):
    if not messages:
        raise ValueError("no messages")
    if messages[0]["role"] != "system":
        messages = [{"role": "system", "content": "You are a helpful assistant."}, *messages]
    text = ""
    for message in messages:
        if message["role"] not in ("system", "user", "assistant"):
            raise ValueError("unknown role")
        text += f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n"
    if add_generation_prompt:
        text += "<|im_start|>assistant\n"
    return text
