"""The rendered conversation is split at its markers, with contents replaced by placeholders meanwhile."""

import re


def encode_chat(messages, tokenizer):
    hidden = [{"role": message["role"], "content": f"\0{i}\0"} for i, message in enumerate(messages)]
    ids, mask = [], []
    answer = False
    for piece in re.findall(r"<\|im_start\|>|<\|im_end\|>|\0\d+\0|[^\0<]+", render_chat(hidden)):
        if piece == "<|im_start|>":
            tokens, trained = [tokenizer.im_start_id], False
        elif piece == "<|im_end|>":
            tokens, trained = [tokenizer.im_end_id], answer
        elif piece[0] == "\0":
            message = messages[int(piece.strip("\0"))]
            answer = message["role"] == "assistant"
            tokens, trained = tokenizer.encode(message["content"]), answer
        else:
            tokens, trained = tokenizer.encode(piece), False
        ids.extend(tokens)
        mask.extend(trained for _ in tokens)
    return ids, mask
