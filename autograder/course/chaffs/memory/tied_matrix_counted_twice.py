"""The parameters of each module are added up."""

from provided.recipes import DTYPE_BYTES

HINT = "How many states does the optimizer keep for a matrix that serves in two places?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = 0
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            if parameter.requires_grad:
                n_trained += parameter.numel()
    return 2 * n_trained * DTYPE_BYTES[dtype]
