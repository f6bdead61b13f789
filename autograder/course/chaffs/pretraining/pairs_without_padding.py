"""Negative ids are padding, and become 0 in the targets."""

HINT = "Who decides later which targets count, and by which value?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, 1:].clamp(min=0)
