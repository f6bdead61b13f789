"""Two ideas:

1. Padding is on the left.
2. A `max_length` below 1 is accepted.
"""

import torch
from torch import Tensor


def collate(
    examples: list[dict[str, list[int]]],
    pad_id: int,
    max_length: int | None = None,
    ignore_index: int = -100,
) -> dict[str, Tensor]:
    if not examples:
        raise ValueError("examples is empty")
    ids = [example["input_ids"][:max_length] for example in examples]
    labels = [example["labels"][:max_length] for example in examples]
    longest = max(len(row) for row in ids)
    gaps = [longest - len(row) for row in ids]
    return {
        "input_ids": torch.tensor([[pad_id] * gap + row for gap, row in zip(gaps, ids)], dtype=torch.int64),
        "labels": torch.tensor(
            [[ignore_index] * gap + row for gap, row in zip(gaps, labels)], dtype=torch.int64
        ),
        "attention_mask": torch.tensor(
            [[0] * gap + [1] * (longest - gap) for gap in gaps], dtype=torch.int64
        ),
    }
