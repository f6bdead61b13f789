"""The tensors are int32."""

import torch

HINT = "What dtype are all three tensors?"


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples:
        raise ValueError("no examples")
    if max_length is not None and max_length < 1:
        raise ValueError("max_length below 1")
    ids = [example["input_ids"][:max_length] for example in examples]
    labels = [example["labels"][:max_length] for example in examples]
    longest = max(len(row) for row in ids)
    input_ids = [row + [pad_id] * (longest - len(row)) for row in ids]
    padded_labels = [row + [ignore_index] * (longest - len(row)) for row in labels]
    attention_mask = [[1] * len(row) + [0] * (longest - len(row)) for row in ids]
    return {
        "input_ids": torch.tensor(input_ids, dtype=torch.int32),
        "labels": torch.tensor(padded_labels, dtype=torch.int32),
        "attention_mask": torch.tensor(attention_mask, dtype=torch.int32),
    }
