"""Only a row without any token is too short."""

HINT = "How many tokens does one pair take?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] == 0:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, 1:]
