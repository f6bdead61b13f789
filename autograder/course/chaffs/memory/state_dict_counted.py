"""All that the model saves is counted."""

from provided.recipes import DTYPE_BYTES

HINT = "Which of the tensors that a model saves does training change?"


def optimizer_state_memory(model, dtype="float32"):
    n_saved = sum(each.numel() for each in model.state_dict().values())
    return 2 * n_saved * DTYPE_BYTES[dtype]
