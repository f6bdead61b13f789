"""Text is normalised to composed characters."""

import unicodedata

HINT = "Which characters of a content may become others?"
SEEN_IN = ("google/sentencepiece#329",)


def render_chat(messages, add_generation_prompt=False):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    text = ""
    for message in messages:
        text += (
            "<|im_start|>"
            + message["role"]
            + "\n"
            + unicodedata.normalize("NFKC", message["content"])
            + "<|im_end|>\n"
        )
    return text + "<|im_start|>assistant\n" * add_generation_prompt
