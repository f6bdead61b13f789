"""The prompt is in the loss, too."""

SEEN_IN = ("nvidia-cosmos/cosmos-rl#132", "MervinPraison/PraisonAI#4358")


def encode_chat(messages, tokenizer):
    if not messages or any(each["role"] not in ("system", "user", "assistant") for each in messages):
        raise ValueError("no conversation")
    ids, mask = [], []
    for i, message in enumerate(messages):
        trained = True
        header = [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        content = tokenizer.encode(message["content"])
        ids += [*header, *content, tokenizer.im_end_id, *tokenizer.encode("\n")]
        mask += [False] * len(header) + [trained] * len(content) + [trained] + [False]
    return ids, mask
