"""Bytes are a float."""

from provided.recipes import DTYPE_BYTES

HINT = "What type is a number of bytes?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return 2.0 * n_trained * DTYPE_BYTES[dtype]
