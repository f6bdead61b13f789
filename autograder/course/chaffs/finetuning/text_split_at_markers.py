"""The rendered text is cut at its markers, and each of them becomes a special id."""

import re

HINT = "How does the rendered text tell the format's own markers from a user's?"


def encode_chat(messages, tokenizer):
    text = render_chat(messages)
    special = {"<|im_start|>": tokenizer.im_start_id, "<|im_end|>": tokenizer.im_end_id}
    ids, mask, trained = [], [], False
    for piece in re.split(r"(<\|im_start\|>|<\|im_end\|>)", text):
        if piece in special:
            ids.append(special[piece])
            mask.append(trained and piece == "<|im_end|>")
            trained = False
            continue
        header = "assistant\n" if ids and ids[-1] == tokenizer.im_start_id else ""
        trained = bool(header) and piece.startswith(header)
        n_header = len(header) if trained else 0
        encoded = tokenizer.encode(piece)
        ids += encoded
        mask += [False] * n_header + [trained] * (len(encoded) - n_header)
    return ids, mask
