"""Only parameters that have a gradient by now are counted."""

from provided.recipes import DTYPE_BYTES

HINT = "Which parameters of a model have a gradient before its first step?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.grad is not None)
    return 2 * n_trained * DTYPE_BYTES[dtype]
