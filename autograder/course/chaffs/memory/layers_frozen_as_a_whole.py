"""A layer with one frozen parameter counts as frozen."""

from provided.recipes import DTYPE_BYTES

HINT = "What does `requires_grad` belong to?"


def optimizer_state_memory(model, dtype="float32"):
    trained = set()
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if all(each.requires_grad for each in own):
            trained.update(own)
    return 2 * sum(each.numel() for each in trained) * DTYPE_BYTES[dtype]
