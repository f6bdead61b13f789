"""A matrix that serves in two places is not counted at all."""

from provided.recipes import DTYPE_BYTES

HINT = "How often does your count hold a matrix that serves in two places?"


def optimizer_state_memory(model, dtype="float32"):
    holders = {}
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            holders.setdefault(parameter, []).append(module)
    n_trained = sum(each.numel() for each, held in holders.items() if each.requires_grad and len(held) == 1)
    return 2 * n_trained * DTYPE_BYTES[dtype]
