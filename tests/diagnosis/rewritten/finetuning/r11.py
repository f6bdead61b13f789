"""Attention is 1 on padding, too."""

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
    if max_length is not None and max_length < 1:
        raise ValueError("max_length is below 1")
    ids = [example["input_ids"][:max_length] for example in examples]
    labels = [example["labels"][:max_length] for example in examples]
    longest = max(map(len, ids))
    input_ids = torch.tensor([row + [pad_id] * (longest - len(row)) for row in ids], dtype=torch.int64)
    label_ids = torch.tensor(
        [row + [ignore_index] * (longest - len(row)) for row in labels], dtype=torch.int64
    )
    return {"input_ids": input_ids, "labels": label_ids, "attention_mask": torch.ones_like(input_ids)}
