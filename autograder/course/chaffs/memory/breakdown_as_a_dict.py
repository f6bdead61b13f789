"""The four numbers are a dict."""

HINT = "What type is the result?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    return {
        "weights": weight_memory(n_params, recipe.param_dtype),
        "gradients": weight_memory(n_params, recipe.grad_dtype),
        "master_weights": 4 * n_params if recipe.master_weights else 0,
        "optimizer_state": {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
        * weight_memory(n_params, recipe.state_dtype),
    }
