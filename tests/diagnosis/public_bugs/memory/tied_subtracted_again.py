"""A tied embedding, which is counted once already, is subtracted again."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("pytorch/torchtitan#3225", "karpathy/nanoGPT#209")


def optimizer_state_memory(model, dtype="float32"):

    named = dict(model.named_parameters(remove_duplicate=False))
    seen = [id(each) for each in named.values()]
    trained = [p for p in model.parameters() if p.requires_grad and seen.count(id(p)) == 1]
    return 2 * sum(each.numel() for each in trained) * DTYPE_BYTES[dtype]
