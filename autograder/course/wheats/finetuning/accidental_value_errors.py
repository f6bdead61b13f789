"""Bad input is found by what Python itself refuses."""

import torch


def render_chat(messages, add_generation_prompt=False):
    roles = ["system", "user", "assistant"]
    max(len(message) for message in messages)
    text = ""
    for message in messages:
        role = roles[roles.index(message["role"])]
        text = text + "<|im_start|>" + role + "\n" + message["content"] + "<|im_end|>" + "\n"
    return text + "<|im_start|>assistant\n" * bool(add_generation_prompt)


def build_labels(token_ids, loss_mask, ignore_index=-100):
    labels = [ignore_index] * len(token_ids)
    for i, (token, trained) in enumerate(zip(token_ids, loss_mask, strict=True)):
        if trained:
            labels[i] = token
    return labels


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    lengths = [len(each["input_ids"]) for each in examples]
    if max_length is not None:
        lengths = [min(length, max_length) for length in lengths]
    longest = range(max(lengths))
    if min(lengths) < 1:
        raise ValueError

    def table(fill, cell):
        rows = range(len(examples))
        cells = [[cell(i, t) if t < lengths[i] else fill for t in longest] for i in rows]
        return torch.LongTensor(cells)

    return {
        "attention_mask": table(0, lambda _i, _t: 1),
        "labels": table(ignore_index, lambda i, t: examples[i]["labels"][t]),
        "input_ids": table(pad_id, lambda i, t: examples[i]["input_ids"][t]),
    }
