"""One branch for each case."""

from provided.recipes import MemoryBreakdown


def weight_memory(n_params, dtype):
    if n_params < 0:
        raise ValueError("n_params")
    if dtype == "float32":
        return n_params + n_params + n_params + n_params
    if dtype in ("float16", "bfloat16"):
        return n_params + n_params
    if dtype == "int8":
        return n_params
    raise ValueError("dtype")


def training_memory(n_params, recipe):
    weights = weight_memory(n_params, recipe.param_dtype)
    gradients = weight_memory(n_params, recipe.grad_dtype)
    master_weights = 0
    if recipe.master_weights:
        master_weights = weight_memory(n_params, "float32")
    if recipe.optimizer == "adam":
        optimizer_state = adam_state_memory(n_params, recipe.state_dtype)
    elif recipe.optimizer == "momentum":
        optimizer_state = weight_memory(n_params, recipe.state_dtype)
    else:
        optimizer_state = 0
    return MemoryBreakdown(weights, gradients, master_weights, optimizer_state)


def optimizer_state_memory(model, dtype="float32"):
    def count(module, seen):
        total = 0
        for parameter in module.parameters(recurse=False):
            if parameter.requires_grad and all(parameter is not each for each in seen):
                seen.append(parameter)
                total += parameter.numel()
        return total + sum(count(child, seen) for child in module.children())

    return adam_state_memory(count(model, []), dtype)
