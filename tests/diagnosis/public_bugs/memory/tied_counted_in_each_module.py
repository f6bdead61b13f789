"""A tied parameter is counted in every module that holds it."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("bigscience-workshop/Megatron-DeepSpeed#99", "TylerYep/torchinfo#322")


def optimizer_state_memory(model, dtype="float32"):

    held = [p for module in model.modules() for p in module.parameters(recurse=False) if p.requires_grad]
    return 2 * sum(each.numel() for each in held) * DTYPE_BYTES[dtype]
