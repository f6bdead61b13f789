"""Each parameter is seen where it stands, once by its identity, and its shape is multiplied out."""

import math

from provided.recipes import DTYPE_BYTES


def optimizer_state_memory(model, dtype="float32"):
    seen = {}
    for module in model.modules():
        for parameter in module._parameters.values():
            if parameter is not None and parameter.requires_grad:
                seen[id(parameter)] = math.prod(parameter.shape)
    return 2 * DTYPE_BYTES[dtype] * sum(seen.values())
