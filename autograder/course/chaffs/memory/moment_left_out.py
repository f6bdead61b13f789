"""Adam keeps one value per parameter."""

from provided.recipes import DTYPE_BYTES

HINT = "From which averages does Adam compute its step?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return n_trained * DTYPE_BYTES[dtype]
