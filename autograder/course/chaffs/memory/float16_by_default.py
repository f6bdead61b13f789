"""Moments are float16 by default."""

from provided.recipes import DTYPE_BYTES

HINT = "In which dtype is every moment when none is named?"


def optimizer_state_memory(model, dtype="float16"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return 2 * n_trained * DTYPE_BYTES[dtype]
