"""The system message is set apart from the others: the last one wins, and comes first."""

SEEN_IN = ("bentoml/OpenLLM#549",)


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""
    system = [each for each in messages if each["role"] == "system"]
    others = [each for each in messages if each["role"] != "system"]
    for message in system[-1:] + others:
        text += f"<|im_start|>{message['role']}\n" + message["content"] + "<|im_end|>\n"
    return text + "<|im_start|>assistant\n" * add_generation_prompt
