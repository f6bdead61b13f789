"""Moments are in each parameter's own dtype."""

HINT = "In which dtype is every moment?"


def optimizer_state_memory(model, dtype="float32"):
    n_trained = sum(each.numel() * each.element_size() for each in model.parameters() if each.requires_grad)
    return 2 * n_trained
