"""A row that is too short ends in an IndexError."""

HINT = "Which error should a caller expect for a row that is too short?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise IndexError("too short")
    return token_ids[:, :-1], token_ids[:, 1:]
