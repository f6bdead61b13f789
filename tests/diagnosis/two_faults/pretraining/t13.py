"""Two ideas:

1. Nothing is shifted: `logits[:, t]` scores `token_ids[:, t]`.
2. When no target counts, the mean over nothing (nan) is returned.
"""

import torch
from torch import Tensor
from torch.nn import functional as F


def next_token_loss(logits: Tensor, token_ids: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    vocab = scores.shape[-1]
    return F.cross_entropy(
        scores.reshape(-1, vocab), token_ids.reshape(-1), ignore_index=ignore_index
    ).float()
