"""Two ideas:

1. Nothing is shifted: `logits[:, t]` scores `labels[:, t]`.
2. When no label counts, the mean over nothing (nan) is returned.
"""

import torch
from torch import Tensor
from torch.nn import functional as F


def sft_loss(logits: Tensor, labels: Tensor, ignore_index: int = -100) -> Tensor:
    scores = logits if logits.dtype == torch.float64 else logits.float()
    loss = F.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=ignore_index)
    return loss.float()
