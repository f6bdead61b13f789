"""Parameters are counted by tensors."""


def optimizer_state_memory(model: "torch.nn.Module", dtype: str = "float32") -> int:
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return adam_state_memory(len(trained), dtype)
