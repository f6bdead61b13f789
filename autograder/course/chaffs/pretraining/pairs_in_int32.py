"""A vocabulary is small, so the ids come back as int32."""

import torch

HINT = "What dtype do the functions that take ids expect?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    token_ids = token_ids.to(torch.int32)
    return token_ids[:, :-1], token_ids[:, 1:]
