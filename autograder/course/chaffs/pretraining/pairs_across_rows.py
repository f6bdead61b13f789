"""The shift runs along the batch: a row is predicted from the row before it."""

HINT = "Along which dimension does a text run?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids[:-1], token_ids[1:]
