"""Entries of the state dict are added up, tied ones and buffers too."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("karpathy/llama2.c#378",)


def optimizer_state_memory(model, dtype="float32"):

    return 2 * sum(each.numel() for each in model.state_dict().values()) * DTYPE_BYTES[dtype]
