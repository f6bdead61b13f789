"""The length of the first example's prompt is used for all examples."""

HINT = "What decides which labels of the second example count?"


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not examples or (max_length is not None and max_length < 1):
        raise ValueError("no batch")
    ids = [each["input_ids"][:max_length] for each in examples]
    first = examples[0]["labels"]
    prompt = next((at for at, label in enumerate(first) if label != ignore_index), len(first))
    longest = max(map(len, ids))
    rows, labels, mask = [], [], []
    for row in ids:
        padding = longest - len(row)
        ignored = min(prompt, len(row))
        rows.append(row + [pad_id] * padding)
        labels.append([ignore_index] * ignored + row[ignored:] + [ignore_index] * padding)
        mask.append([1] * len(row) + [0] * padding)
    return {
        "input_ids": torch.tensor(rows),
        "labels": torch.tensor(labels),
        "attention_mask": torch.tensor(mask),
    }
