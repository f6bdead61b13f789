"""A layer with one frozen parameter counts as frozen."""


def optimizer_state_memory(model: "torch.nn.Module", dtype: str = "float32") -> int:
    seen = set()
    count = 0
    for layer in model.modules():
        own = list(layer.parameters(recurse=False))
        if not all(parameter.requires_grad for parameter in own):
            continue  # a frozen layer
        for parameter in own:
            if id(parameter) not in seen:
                seen.add(id(parameter))
                count += parameter.numel()
    return adam_state_memory(count, dtype)
