"""Buffers are counted like parameters."""

from provided.recipes import DTYPE_BYTES

HINT = "Which of a model's tensors does the optimizer update?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    n_trained += sum(each.numel() for each in model.buffers())
    return 2 * n_trained * DTYPE_BYTES[dtype]
