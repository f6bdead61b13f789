"""The targets are made by moving the caller's own ids."""

from torch import Tensor


def next_token_pairs(token_ids: Tensor) -> tuple[Tensor, Tensor]:
    if token_ids.shape[1] < 2:
        raise ValueError("seq must be at least 2")
    inputs = token_ids[:, :-1].clone()
    targets = token_ids
    targets[:, :-1] = token_ids[:, 1:].clone()  # one step to the left
    return inputs, targets[:, :-1]
