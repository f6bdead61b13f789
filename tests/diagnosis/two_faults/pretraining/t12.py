"""Two ideas:

1. The loss is the mean of the rows' means.
2. It is computed and returned in the dtype of the logits.
"""

import torch
from torch import Tensor


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    targets = token_ids[:, 1:]
    counted = targets != ignore_index
    if not counted.any():
        return (logits * 0).sum()
    log_probs = torch.log_softmax(logits[:, :-1], dim=-1)
    index = targets.masked_fill(~counted, 0).unsqueeze(-1)
    nll = -log_probs.gather(-1, index).squeeze(-1)
    nll = nll.masked_fill(~counted, 0.0)
    per_row = counted.sum(dim=1)
    row_means = nll.sum(dim=1)[per_row > 0] / per_row[per_row > 0]
    return row_means.mean()
