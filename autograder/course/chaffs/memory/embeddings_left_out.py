"""Embeddings are not counted: they are looked up, not multiplied."""

from provided.recipes import DTYPE_BYTES
from torch import nn

HINT = "Which of the model's layers does your function not count?"


def optimizer_state_memory(model, dtype="float32"):
    embeddings = {id(each.weight) for each in model.modules() if isinstance(each, nn.Embedding)}
    trained = [each for each in model.parameters() if each.requires_grad and id(each) not in embeddings]
    return 2 * sum(each.numel() for each in trained) * DTYPE_BYTES[dtype]
