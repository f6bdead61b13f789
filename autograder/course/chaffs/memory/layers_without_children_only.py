"""Parameters are counted only in modules that hold no other module."""

from provided.recipes import DTYPE_BYTES

HINT = "Which modules may hold a parameter of their own?"
SEEN_IN = ("TylerYep/torchinfo#122", "TylerYep/torchinfo#142")


def optimizer_state_memory(model, dtype="float32"):
    layers = [module for module in model.modules() if not list(module.children())]
    trained = {p for layer in layers for p in layer.parameters(recurse=False) if p.requires_grad}
    return 2 * sum(each.numel() for each in trained) * DTYPE_BYTES[dtype]
