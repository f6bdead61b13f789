"""The target at a position is the token after the next one."""

from torch import Tensor


def next_token_pairs(token_ids: Tensor) -> tuple[Tensor, Tensor]:
    if token_ids.shape[1] < 2:
        raise ValueError("at least two tokens are needed")
    return token_ids[:, :-2], token_ids[:, 2:]
