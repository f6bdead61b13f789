"""torch pads, and the attention mask comes from comparing positions with lengths."""

import torch
from torch.nn.utils.rnn import pad_sequence


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("lengths")
    ids = torch.tensor(token_ids, dtype=torch.int64)
    return ids.masked_fill(~torch.tensor(loss_mask, dtype=torch.bool), ignore_index).tolist()


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if len(examples) == 0:
        raise ValueError("no examples")
    if max_length is not None and max_length < 1:
        raise ValueError("max_length")
    ids = [torch.tensor(each["input_ids"])[:max_length] for each in examples]
    labels = [torch.tensor(each["labels"])[:max_length] for each in examples]
    lengths = torch.tensor([len(each) for each in ids])
    input_ids = pad_sequence(ids, batch_first=True, padding_value=pad_id)
    positions = torch.arange(input_ids.shape[1])
    return {
        "input_ids": input_ids,
        "labels": pad_sequence(labels, padding_value=ignore_index).T,
        "attention_mask": (positions[None] < lengths[:, None]).long(),
    }
