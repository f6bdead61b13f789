"""Labels are a tensor."""

import torch

HINT = "Of which type is the result, by the annotation?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return torch.tensor([token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)])
