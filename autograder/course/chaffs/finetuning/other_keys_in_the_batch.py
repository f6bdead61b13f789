"""Whatever else an example holds gets into the batch."""

import torch

HINT = "Which keys does a batch have, whatever its examples hold?"
SEEN_IN = ("huggingface/transformers#15505",)


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples or (max_length is not None and max_length < 1):
        raise ValueError("nothing to collate")
    ids = [each["input_ids"][:max_length] for each in examples]
    longest = max(map(len, ids))
    fills = {"input_ids": pad_id, "labels": ignore_index}
    batch = {
        key: torch.tensor(
            [each[key][:max_length] + [fill] * (longest - len(row)) for each, row in zip(examples, ids)]
        )
        for key, fill in fills.items()
    }
    masks = [[1] * len(row) for row in ids]
    batch["attention_mask"] = torch.tensor([row + [0] * (longest - len(row)) for row in masks])
    others = {key: [each[key] for each in examples] for key in examples[0] if key not in batch}
    return {**others, **batch}
