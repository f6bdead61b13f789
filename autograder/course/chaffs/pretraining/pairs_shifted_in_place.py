"""The targets are made by moving the caller's own ids."""

HINT = "Whose tensor do you write to?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    inputs = token_ids[:, :-1].clone()
    token_ids[:, :-1] = token_ids[:, 1:].clone()
    return inputs, token_ids[:, :-1]
