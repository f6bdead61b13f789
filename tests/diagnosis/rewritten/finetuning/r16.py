"""Padding is added to the caller's own lists."""

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
    all_ids, all_labels = [], []
    for example in examples:
        ids, labels = example["input_ids"], example["labels"]
        if max_length is not None and len(ids) > max_length:
            ids, labels = ids[:max_length], labels[:max_length]
        all_ids.append(ids)
        all_labels.append(labels)
    lengths = [len(ids) for ids in all_ids]
    longest = max(lengths)
    for ids, labels in zip(all_ids, all_labels):
        ids.extend([pad_id] * (longest - len(ids)))
        labels.extend([ignore_index] * (longest - len(labels)))
    masks = [[1] * length + [0] * (longest - length) for length in lengths]
    return {
        "input_ids": torch.tensor(all_ids, dtype=torch.int64),
        "labels": torch.tensor(all_labels, dtype=torch.int64),
        "attention_mask": torch.tensor(masks, dtype=torch.int64),
    }
