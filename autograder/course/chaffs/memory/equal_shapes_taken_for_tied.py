"""Parameters of one shape are counted once."""

from provided.recipes import DTYPE_BYTES

HINT = "What makes two parameters one and the same?"


def optimizer_state_memory(model, dtype="float32"):
    shapes = {each.shape for each in model.parameters() if each.requires_grad}
    return 2 * sum(shape.numel() for shape in shapes) * DTYPE_BYTES[dtype]
