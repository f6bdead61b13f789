"""Inputs keep all tokens, and the target of the last position is marked as ignored."""

HINT = "How many of a row's tokens have a token after them?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    targets = token_ids.roll(-1, dims=1)
    targets[:, -1] = -100
    return token_ids, targets
