"""Every recipe is the usual one: 2 + 2 + 4 + 8 bytes per parameter."""

from provided.recipes import MemoryBreakdown

HINT = "Which of the four numbers change with the recipe?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    return MemoryBreakdown(2 * n_params, 2 * n_params, 4 * n_params, 8 * n_params)
