"""Two parameters are one if their storage begins at the same address."""

from provided.recipes import DTYPE_BYTES

HINT = "What tells two parameters apart if neither has a storage?"
SEEN_IN = ("bigscience-workshop/Megatron-DeepSpeed#40",)


def optimizer_state_memory(model, dtype="float32"):
    sizes = {each.data_ptr(): each.numel() for each in model.parameters() if each.requires_grad}
    return 2 * sum(sizes.values()) * DTYPE_BYTES[dtype]
