"""A `max_length` of 0 cuts nothing."""

import torch
from torch import Tensor


def collate(
    examples: list[dict[str, list[int]]],
    pad_id: int,
    max_length: int | None = None,
    ignore_index: int = -100,
) -> dict[str, Tensor]:
    if not examples:
        raise ValueError("no examples")
    if max_length is not None and max_length < 0:
        raise ValueError("max_length must not be negative")
    rows = []
    for example in examples:
        ids, labels = example["input_ids"], example["labels"]
        if max_length:
            ids, labels = ids[:max_length], labels[:max_length]
        rows.append((ids, labels))
    longest = max(len(ids) for ids, _ in rows)
    batch: dict[str, list[list[int]]] = {"input_ids": [], "labels": [], "attention_mask": []}
    for ids, labels in rows:
        padding = longest - len(ids)
        batch["input_ids"].append(ids + [pad_id] * padding)
        batch["labels"].append(labels + [ignore_index] * padding)
        batch["attention_mask"].append([1] * len(ids) + [0] * padding)
    return {key: torch.tensor(value, dtype=torch.int64) for key, value in batch.items()}
