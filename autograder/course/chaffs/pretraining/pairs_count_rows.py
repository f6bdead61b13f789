"""The length of the tensor is taken for the length of its rows."""

HINT = "What does the length of a tensor of two dimensions count?"


def next_token_pairs(token_ids):
    if len(token_ids) < 2:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, 1:]
