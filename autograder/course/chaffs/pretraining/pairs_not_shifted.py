"""Each position predicts its own token; both halves have the right length."""

HINT = "If the answer stands in the input, what is there to learn?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    return token_ids[:, :-1], token_ids[:, :-1]
