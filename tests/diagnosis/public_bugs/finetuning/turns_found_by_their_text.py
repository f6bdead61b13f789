"""A turn is found by searching for its text, and may be found elsewhere or not at all."""

SEEN_IN = ("axolotl-ai-cloud/axolotl#2089",)


def encode_chat(messages, tokenizer):
    render_chat(messages)
    ids = []
    for message in messages:
        ids += [tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")]
        ids += [*tokenizer.encode(message["content"]), tokenizer.im_end_id, *tokenizer.encode("\n")]
    mask = [False] * len(ids)
    for message in messages:
        if message["role"] == "assistant":
            wanted = [*tokenizer.encode(message["content"]), tokenizer.im_end_id]
            places = [i for i in range(len(ids)) if ids[i : i + len(wanted)] == wanted]
            for i in range(places[0], places[0] + len(wanted)):
                mask[i] = True
    return ids, mask
