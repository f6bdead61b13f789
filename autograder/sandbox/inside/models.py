"""Models that hidden tests ask for by name, built from the fresh `provided/` and from torch."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn


def build_model(name: str, options: dict[str, Any]) -> nn.Module:
    """The model of that name, with the parameters called in `freeze` set to need no gradient.

    ``TinyGPT`` takes the fields of its config; ``Tied`` has one matrix in two places, ``Buffers`` a
    normalisation with running statistics; ``Linear`` is torch's own.
    """
    options = dict(options)
    frozen = options.pop("freeze", [])
    # Not by torch.manual_seed, which a submission may have patched for itself.
    torch.default_generator.manual_seed(options.pop("seed", 0))
    model = MODELS[name](**options)
    parameters = dict(model.named_parameters())
    for each in frozen:
        parameters[each].requires_grad = False
    return model


def _tiny_gpt(**config: int) -> nn.Module:
    from provided.tiny_gpt import TinyGPT, TinyGPTConfig

    return TinyGPT(TinyGPTConfig(**config))


def _tied(vocab: int, width: int, tie: bool = True) -> nn.Module:
    """An embedding and an output projection, which share one Parameter when `tie`."""
    model = nn.ModuleDict({"embed": nn.Embedding(vocab, width), "out": nn.Linear(width, vocab, bias=False)})
    if tie:
        model["out"].weight = model["embed"].weight
    return model


def _buffers(width: int) -> nn.Module:
    """A layer and a batch normalisation, whose running statistics are buffers."""
    return nn.Sequential(nn.Linear(width, width), nn.BatchNorm1d(width))


MODELS: dict[str, Callable[..., nn.Module]] = {
    "Buffers": _buffers,
    "Linear": nn.Linear,
    "Tied": _tied,
    "TinyGPT": _tiny_gpt,
}
