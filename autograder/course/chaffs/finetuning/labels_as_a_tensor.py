"""Labels are a tensor."""

import torch

HINT = "What type is the result, according to the annotation?"


def build_labels(token_ids, loss_mask, ignore_index=-100):
    if len(token_ids) != len(loss_mask):
        raise ValueError("different lengths")
    return torch.tensor([token if trained else ignore_index for token, trained in zip(token_ids, loss_mask)])
