"""Every label that equals the padding id is ignored, the end-of-text token too."""

import torch

SEEN_IN = (
    "huggingface/transformers#23530",
    "huggingface/trl#976",
    "huggingface/sentence-transformers#1952",
    "huggingface/transformers#27474",
    "huggingface/transformers#22794",
    "huggingface/open-r1#494",
    "huggingface/trl#992",
)


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples or (max_length is not None and max_length < 1):
        raise ValueError("nothing to collate")
    ids = [each["input_ids"][:max_length] for each in examples]
    labels = [each["labels"][:max_length] for each in examples]
    longest = max(map(len, ids))

    return {
        "input_ids": torch.tensor([row + [pad_id] * (longest - len(row)) for row in ids]),
        "labels": torch.tensor(
            [
                [ignore_index if each == pad_id else each for each in row]
                + [ignore_index] * (longest - len(row))
                for row in labels
            ]
        ),
        "attention_mask": torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids]),
    }
