"""Text is normalised to composed characters before it is encoded."""

import unicodedata

HINT = "Which bytes of a content may become others?"
SEEN_IN = ("google/sentencepiece#329",)


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for message in messages:
        trained = message["role"] == "assistant"
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(unicodedata.normalize("NFKC", message["content"]))
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
