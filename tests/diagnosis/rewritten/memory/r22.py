"""Moments are float16 by default."""


def optimizer_state_memory(model: "torch.nn.Module", dtype: str = "float16") -> int:
    trainable = {id(p): p.numel() for p in model.parameters() if p.requires_grad}
    return adam_state_memory(sum(trainable.values()), dtype)
