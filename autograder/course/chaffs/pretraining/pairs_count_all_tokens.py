"""The batch is too short when all of its rows together have fewer than two tokens."""

HINT = "How many tokens does each row need for a pair?"


def next_token_pairs(token_ids):
    if token_ids.numel() < 2:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, 1:]
