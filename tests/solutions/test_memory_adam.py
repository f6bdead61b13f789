"""The reference's Adam state of a model (3a.5), against what `torch.optim.Adam` really allocates."""

from collections.abc import Callable

import pytest
import torch
from reference import load_provided, load_reference
from torch import nn

memory = load_reference("memory")
tiny_gpt = load_provided("tiny_gpt")


def assert_exactly(result: object, expected: int) -> None:
    assert (type(result), result) == (int, expected)


def mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 5), nn.GELU(), nn.Linear(5, 2))  # 15 + 5 + 10 + 2 = 32 parameters


def tied_tiny_gpt() -> nn.Module:
    """Return 324 parameters: 40 token embedding (also the output), 32 positions, 244 block, 8 final norm.

    The block: 2 norms of 8, 4 · 12 + 12, 4 · 4 + 4, 4 · 16 + 16 and 16 · 4 + 4.
    """
    config = tiny_gpt.TinyGPTConfig(vocab_size=10, context_window=8, n_layers=1, n_heads=2, d_model=4)
    model: nn.Module = tiny_gpt.TinyGPT(config)
    return model


def one_layer_twice() -> nn.Module:
    layer = nn.Linear(4, 4)  # 20 parameters, however often they are applied
    return nn.Sequential(layer, nn.ReLU(), layer)


def frozen_body() -> nn.Module:
    model = nn.Sequential(nn.Linear(8, 8), nn.Linear(8, 3))  # the head's 24 + 3 = 27 are trained
    model[0].requires_grad_(requires_grad=False)
    return model


def tied_and_frozen() -> nn.Module:
    model = tied_tiny_gpt()
    model.get_parameter("token_embedding.weight").requires_grad = False  # 324 - 40 = 284 left
    return model


def all_frozen() -> nn.Module:
    return mlp().requires_grad_(requires_grad=False)


class WithUnused(nn.Module):
    """14 trained parameters: 6 used, 7 that no forward pass uses, and a scalar; also buffers."""

    def __init__(self) -> None:
        super().__init__()
        self.used = nn.Linear(5, 1)
        self.unused = nn.Parameter(torch.zeros(7))
        self.temperature = nn.Parameter(torch.ones(()))
        self.register_buffer("positions", torch.arange(100.0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.used(x)
        return scores


def batch_norm() -> nn.Module:
    return nn.BatchNorm1d(6)  # 6 scales and 6 shifts; its running statistics are buffers


def adam_bytes(model: nn.Module) -> int:
    """Return the bytes of `torch.optim.Adam`'s state after a step, without its scalar step counters."""
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = torch.zeros_like(parameter)
    optimizer = torch.optim.Adam(model.parameters())
    optimizer.step()
    states = optimizer.state.values()
    return sum(int(state[moment].nbytes) for state in states for moment in ("exp_avg", "exp_avg_sq"))


MODELS = [
    (mlp, 32),
    (tied_tiny_gpt, 324),
    (one_layer_twice, 20),
    (frozen_body, 27),
    (tied_and_frozen, 284),
    (all_frozen, 0),
    (WithUnused, 14),
    (batch_norm, 12),
]


@pytest.mark.parametrize(("build", "n_trained"), MODELS)
def test_state_is_what_adam_allocates(build: Callable[[], nn.Module], n_trained: int) -> None:
    model = build()
    trained = [parameter.requires_grad for parameter in model.parameters()]
    assert_exactly(memory.optimizer_state_memory(model), 8 * n_trained)  # two moments of four bytes
    assert [parameter.requires_grad for parameter in model.parameters()] == trained
    assert all(parameter.grad is None for parameter in model.parameters())
    assert adam_bytes(model) == 8 * n_trained


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(("build", "n_trained"), MODELS)
def test_state_in_half_precision(build: Callable[[], nn.Module], n_trained: int, dtype: str) -> None:
    # asked of the float32 model; PyTorch's Adam keeps its moments in a model's own type
    assert_exactly(memory.optimizer_state_memory(build(), dtype), 4 * n_trained)
    assert adam_bytes(build().to(getattr(torch, dtype))) == 4 * n_trained


def test_state_follows_the_asked_type_not_the_models() -> None:
    assert_exactly(memory.optimizer_state_memory(mlp().bfloat16()), 32 * 8)
    assert_exactly(memory.optimizer_state_memory(mlp(), "int8"), 32 * 2)
