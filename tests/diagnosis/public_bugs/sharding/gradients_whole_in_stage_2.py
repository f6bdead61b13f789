"""Stage 2 does not take into account that gradients are partitioned."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("deepspeedai/DeepSpeed#5102", "deepspeedai/DeepSpeed#5099")


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0 or world_size < 1:
        raise ValueError("bad arguments")
    shard = -(-n_params // world_size)
    state = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer] * DTYPE_BYTES[recipe.state_dtype]
    state += 4 * recipe.master_weights
    weights, gradients = DTYPE_BYTES[recipe.param_dtype], DTYPE_BYTES[recipe.grad_dtype]

    total = weights * (shard if stage == 3 else n_params) + gradients * (shard if stage == 3 else n_params)
    return total + state * (shard if stage else n_params)
