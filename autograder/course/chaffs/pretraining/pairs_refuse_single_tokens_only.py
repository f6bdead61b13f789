"""A row of exactly one token is refused, a row of none is not."""

HINT = "Which lengths have no pair at all?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] == 1:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, 1:]
