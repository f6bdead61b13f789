"""The attention mask is 0 on each token that equals the padding, in the middle of a text too."""

import torch

SEEN_IN = ("huggingface/trl#884",)


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples or (max_length is not None and max_length < 1):
        raise ValueError("nothing to collate")
    ids = [each["input_ids"][:max_length] for each in examples]
    labels = [each["labels"][:max_length] for each in examples]
    longest = max(map(len, ids))

    return {
        "input_ids": torch.tensor([row + [pad_id] * (longest - len(row)) for row in ids]),
        "labels": torch.tensor([row + [ignore_index] * (longest - len(row)) for row in labels]),
        "attention_mask": torch.tensor(
            [[int(each != pad_id) for each in row] + [0] * (longest - len(row)) for row in ids]
        ),
    }
