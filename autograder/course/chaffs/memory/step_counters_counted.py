"""A step counter of four bytes is counted for each parameter."""

from provided.recipes import DTYPE_BYTES

HINT = "Which of the values that PyTorch keeps does the docstring count?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
    n_tensors = len(list(model.parameters()))
    return 2 * n_trained * DTYPE_BYTES[dtype] + 4 * n_tensors
