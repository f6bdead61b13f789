"""Frozen parameters are counted."""

from provided.recipes import DTYPE_BYTES

HINT = "What would Adam remember about a parameter that never moves?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters())
    return 2 * n_trained * DTYPE_BYTES[dtype]
