"""Each position predicts its own token; both halves have the right length."""

from torch import Tensor


def next_token_pairs(token_ids: Tensor) -> tuple[Tensor, Tensor]:
    if token_ids.shape[1] < 2:
        raise ValueError("nothing to predict in sequences of fewer than 2 tokens")
    inputs = token_ids[:, :-1]
    targets = token_ids[:, :-1]
    return inputs, targets
