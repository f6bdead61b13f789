"""Only matrices are counted."""

from provided.recipes import DTYPE_BYTES

HINT = "Which shapes may a trained parameter have?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad and each.dim() > 1)
    return 2 * n_trained * DTYPE_BYTES[dtype]
