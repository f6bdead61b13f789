"""Tables are allocated first and filled row by row; the loss is added up label by label in float64."""

import torch


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if examples == [] or (max_length or 1) < 1 or max_length == 0:
        raise ValueError("no examples or no length")
    longest = 0
    for example in examples:
        longest = max(longest, len(example["input_ids"]))
    if max_length is not None and longest > max_length:
        longest = max_length
    batch = {
        "input_ids": torch.full((len(examples), longest), pad_id, dtype=torch.int64),
        "labels": torch.full((len(examples), longest), ignore_index, dtype=torch.int64),
        "attention_mask": torch.zeros(len(examples), longest, dtype=torch.int64),
    }
    for i, example in enumerate(examples):
        for t, (token, label) in enumerate(zip(example["input_ids"], example["labels"])):
            if t == longest:
                break
            batch["input_ids"][i, t] = token
            batch["labels"][i, t] = label
            batch["attention_mask"][i, t] = 1
    return batch


def sft_loss(logits, labels, ignore_index=-100):
    logits = logits.double()
    total, counted = 0 * logits.sum(), 0
    for row, targets in zip(logits, labels.tolist()):
        for scores, label in zip(row[:-1], targets[1:]):
            if label != ignore_index:
                total = total + torch.logsumexp(scores, 0) - scores[label]
                counted += 1
    return (total / max(counted, 1)).float()
