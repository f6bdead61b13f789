"""Padding comes first."""

import torch

HINT = "At which end of an example is there room to fill?"


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples:
        raise ValueError("no examples")
    if max_length is not None and max_length < 1:
        raise ValueError("max_length below 1")
    ids = [example["input_ids"][:max_length] for example in examples]
    labels = [example["labels"][:max_length] for example in examples]
    longest = max(len(row) for row in ids)
    input_ids = [[pad_id] * (longest - len(row)) + row for row in ids]
    padded_labels = [[ignore_index] * (longest - len(row)) + row for row in labels]
    attention_mask = [[0] * (longest - len(row)) + [1] * len(row) for row in ids]
    return {
        "input_ids": torch.tensor(input_ids),
        "labels": torch.tensor(padded_labels),
        "attention_mask": torch.tensor(attention_mask),
    }
