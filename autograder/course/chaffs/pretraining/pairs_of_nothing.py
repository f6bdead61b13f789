"""A row of one token gives empty inputs and targets, without a word."""

HINT = "What is there to predict in a row of one token?"


def next_token_pairs(token_ids):
    return token_ids[:, :-1], token_ids[:, 1:]
