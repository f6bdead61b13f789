"""Targets are the row rolled by one, so that the last position predicts the row's first token."""

HINT = "What comes after the last token of a row?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids, token_ids.roll(-1, dims=1)
