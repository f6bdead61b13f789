"""Parameters are counted by tensors."""

from provided.recipes import DTYPE_BYTES

HINT = "How many numbers does one tensor hold?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(1 for each in model.parameters() if each.requires_grad)
    return 2 * n_trained * DTYPE_BYTES[dtype]
