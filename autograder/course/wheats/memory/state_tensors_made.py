"""The moments are made as Adam would make them, without memory, and measured."""

import torch
from provided.recipes import DTYPE_BYTES


def optimizer_state_memory(model, dtype="float32"):
    kept = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            kept[name] = [torch.empty_like(parameter, device="meta") for _ in ("exp_avg", "exp_avg_sq")]
    return sum(DTYPE_BYTES[dtype] * each.nelement() for pair in kept.values() for each in pair)
