"""Role and content are put into a template one after the other."""

HINT = "What does your function do with a content that holds the name of a placeholder?"
SEEN_IN = ("run-llama/llama_index#14310",)


TEMPLATE = "<|im_start|>{role}\n{content}<|im_end|>\n"


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""
    for message in messages:
        text += TEMPLATE.replace("{content}", message["content"]).replace("{role}", message["role"])
    return text + "<|im_start|>assistant\n" * add_generation_prompt
