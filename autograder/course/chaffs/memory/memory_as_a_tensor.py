"""The result is a tensor."""

import torch
from provided.recipes import DTYPE_BYTES

HINT = "What type is the result?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = torch.tensor(sum(each.numel() for each in model.parameters() if each.requires_grad))
    return 2 * n_trained * DTYPE_BYTES[dtype]
