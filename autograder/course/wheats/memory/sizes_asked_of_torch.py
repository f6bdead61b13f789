"""torch says how long a number is."""

import torch
from provided.recipes import DTYPE_BYTES


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES or n_params != abs(n_params):
        raise ValueError("no such weights")
    return n_params * torch.empty(0, dtype=getattr(torch, dtype)).element_size()


def adam_state_memory(n_params, dtype="float32"):
    first, second = weight_memory(n_params, dtype), weight_memory(n_params, dtype)
    return first + second


def optimizer_state_memory(model, dtype="float32"):
    total = 0
    for parameter in set(model.parameters()):
        if parameter.requires_grad:
            moments = torch.empty(2, *parameter.shape, dtype=getattr(torch, dtype), device="meta")
            total += moments.numel() * moments.element_size()
    return total
