"""The ids pass through a float32 tensor on their way."""

import torch

HINT = "How large a whole number can a float32 hold exactly?"


def next_token_pairs(token_ids):
    if token_ids.shape[1] < 2:
        raise ValueError("too short")
    pairs = torch.zeros(2, token_ids.shape[0], token_ids.shape[1] - 1)
    pairs[0], pairs[1] = token_ids[:, :-1], token_ids[:, 1:]
    return pairs[0].long(), pairs[1].long()
