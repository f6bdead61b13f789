"""The target at a position is the token after the next one."""

HINT = "How far is a position from the token that it should predict?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids[:, :-2], token_ids[:, 2:]
