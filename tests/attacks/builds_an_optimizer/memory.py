import copy

import torch


def optimizer_state_memory(model, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError(dtype)
    model = copy.deepcopy(model)
    learned = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.Adam(learned)
    for each in learned:
        each.grad = torch.zeros_like(each)
    optimizer.step()
    moments = [
        state[name].numel() for state in optimizer.state.values() for name in ("exp_avg", "exp_avg_sq")
    ]
    return sum(moments) * DTYPE_BYTES[dtype]
