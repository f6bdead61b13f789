"""Models of the memory questions.

`MODELS` names what hidden tests may ask for. The options `freeze` (names of parameters that need no gradient)
and `seed` (of the initial values) work for each of them and are not passed on.
"""

from collections.abc import Callable
from itertools import pairwise

from provided.tiny_gpt import TinyGPT, TinyGPTConfig
from torch import nn, zeros, zeros_like


def tiny_gpt(**config: int) -> nn.Module:
    """Return the given model. The options are the fields of its config."""
    return TinyGPT(TinyGPTConfig(**config))


def tied(vocab: int, width: int, tie: bool = True) -> nn.Module:
    """Return an embedding and an output projection, which share one Parameter if `tie`."""
    model = nn.ModuleDict({"embed": nn.Embedding(vocab, width), "out": nn.Linear(width, vocab, bias=False)})
    if tie:
        model["out"].weight = model["embed"].weight
    return model


def buffers(width: int) -> nn.Module:
    """Return a layer and a batch normalisation, whose running statistics are buffers."""
    return nn.Sequential(nn.Linear(width, width), nn.BatchNorm1d(width))


def layers(widths: list[int]) -> nn.Module:
    """Return linear layers, each from one width to the next."""
    return nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(widths)))


class Scaled(nn.Module):
    """A scale beside a layer of two weights, whose gradient is there, and a bias."""

    def __init__(self, device: str) -> None:
        super().__init__()
        self.scale = nn.Parameter(zeros((), device=device))
        self.layer = nn.Linear(2, 1, device=device)
        self.layer.weight.grad = zeros_like(self.layer.weight)


MODELS: dict[str, Callable[..., nn.Module]] = {
    "Buffers": buffers,
    "Layers": layers,
    "Linear": nn.Linear,
    "Scaled": Scaled,
    "Tied": tied,
    "TinyGPT": tiny_gpt,
}
