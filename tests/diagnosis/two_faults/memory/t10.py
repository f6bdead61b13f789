"""Two ideas:

1. Frozen parameters count, too.
2. A tied parameter counts in each place.
"""


def optimizer_state_memory(model: "torch.nn.Module", dtype: str = "float32") -> int:
    count = 0
    for _, parameter in model.named_parameters(remove_duplicate=False):
        count += parameter.numel()
    return adam_state_memory(count, dtype)
