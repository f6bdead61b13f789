"""The weights are counted as a part of the optimizer's state."""

from provided.recipes import DTYPE_BYTES

HINT = "Which values exist only because there is an optimizer?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return 3 * n_trained * DTYPE_BYTES[dtype]
