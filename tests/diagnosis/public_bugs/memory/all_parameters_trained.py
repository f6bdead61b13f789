"""All parameters count, those without `requires_grad` too."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("deepspeedai/DeepSpeed#5304",)


def optimizer_state_memory(model, dtype="float32"):

    return 2 * sum(each.numel() for each in model.parameters()) * DTYPE_BYTES[dtype]
