"""All tokens are masked, those of the assistant too."""

SEEN_IN = ("axolotl-ai-cloud/axolotl#3098", "unslothai/unsloth#1262", "Liquid4All/liquid-finetune#37")


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for i, message in enumerate(messages):
        trained = False
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
