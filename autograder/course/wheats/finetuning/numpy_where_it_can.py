"""NumPy does the work, and torch gets the result."""

import numpy as np
import torch


def encode_chat(messages, tokenizer):
    render_chat(messages)
    ids, mask = [], []
    for message in messages:
        content = np.frombuffer(message["content"].encode("utf-8"), dtype=np.uint8).astype(np.int64)
        header = np.array([tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")])
        piece = np.concatenate([header, content, [tokenizer.im_end_id, 10]])
        learned = np.zeros(len(piece), dtype=bool)
        if message["role"] == "assistant":
            learned[len(header) : -1] = True
        ids.append(piece)
        mask.append(learned)
    return np.concatenate(ids).tolist(), np.concatenate(mask).tolist()


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError(f"{len(token_ids)} and {len(loss_mask)}")
    ids = np.asarray(token_ids, dtype=np.int64)
    return np.where(np.asarray(loss_mask, dtype=bool), ids, ignore_index).tolist()


def collate(examples, pad_id, max_length=None, ignore_index=-100):
    if not len(examples) or (max_length is not None and max_length <= 0):
        raise ValueError("nothing to collate")
    lengths = np.array([len(example["labels"]) for example in examples])
    if max_length is not None:
        lengths = lengths.clip(max=max_length)
    real = np.arange(lengths.max()) < lengths[:, None]
    input_ids = np.full(real.shape, pad_id, dtype=np.int64)
    labels = np.full(real.shape, ignore_index, dtype=np.int64)
    input_ids[real] = np.concatenate([each["input_ids"][:n] for each, n in zip(examples, lengths)])
    labels[real] = np.concatenate([each["labels"][:n] for each, n in zip(examples, lengths)])
    batch = {"input_ids": input_ids, "labels": labels, "attention_mask": real.astype(np.int64)}
    return {key: torch.from_numpy(array) for key, array in batch.items()}
