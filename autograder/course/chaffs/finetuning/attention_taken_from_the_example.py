"""An attention mask that an example brings along is used."""

import torch

HINT = "Who decides on the attention mask of a batch?"
SEEN_IN = ("huggingface/transformers#13914",)


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
    masks = [each.get("attention_mask", [1] * len(row))[:max_length] for each, row in zip(examples, ids)]
    batch["attention_mask"] = torch.tensor([row + [0] * (longest - len(row)) for row in masks])
    return batch
