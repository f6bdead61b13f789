"""The target at a position is the token before it."""

HINT = "Which of the two tokens has a model not seen yet when it predicts?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids[:, 1:], token_ids[:, :-1]
