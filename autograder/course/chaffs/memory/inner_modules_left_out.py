"""Only the model's own layers are counted, not what stands inside them."""

from provided.recipes import DTYPE_BYTES

HINT = "How deep in the model does your function look for parameters?"


def optimizer_state_memory(model, dtype="float32"):
    trained = {p for child in model.children() for p in child.parameters(recurse=False) if p.requires_grad}
    return 2 * sum(each.numel() for each in trained) * DTYPE_BYTES[dtype]
