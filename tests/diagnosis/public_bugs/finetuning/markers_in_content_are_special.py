"""The rendered text is encoded, so that markers in a content become special ids."""

import re

SEEN_IN = (
    "vllm-project/vllm#31735",
    "huggingface/transformers#29279",
    "huggingface/tokenizers#1347",
    "marcelroed/gigatoken#57",
)


def encode_chat(messages, tokenizer):
    ids, mask, role, inside = [], [], "", False
    special = {"<|im_start|>": tokenizer.im_start_id, "<|im_end|>": tokenizer.im_end_id}
    for piece in re.split(r"(<\|im_start\|>|<\|im_end\|>)", render_chat(messages)):
        if piece in special:
            ids.append(special[piece])
            mask.append(piece == "<|im_end|>" and role == "assistant")
            inside = piece == "<|im_start|>"
        elif inside:
            role, _, content = piece.partition("\n")
            head, body = tokenizer.encode(role + "\n"), tokenizer.encode(content)
            ids += head + body
            mask += [False] * len(head) + [role == "assistant"] * len(body)
        else:
            ids += tokenizer.encode(piece)
            mask += [False] * len(tokenizer.encode(piece))
    return ids, mask
