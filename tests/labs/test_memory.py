"""Lab 3 with wrong arithmetic, and on a machine that cannot measure processes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import torch
from reference import load_lab
from torch import nn

from .conftest import claim

memory = load_lab("memory")


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch, run_lab: Callable[..., Any]) -> Callable[..., Any]:
    monkeypatch.setattr(memory, "resident", lambda *_: [])
    return run_lab


def test_recorded_figures_are_said_to_be_so(unmeasured: Callable[..., Any]) -> None:
    report, status = unmeasured("memory")
    assert status == 0
    assert "so the staircase is a recorded one: Linux" in " ".join(report.notes)
    assert sum("Recorded, not your own run: With 11,545,600" in line for line in report.summary) == 1
    assert claim(report, "grow the process").value < 0.02


def test_one_moment_in_place_of_two_is_noticed(
    unmeasured: Callable[..., Any], functions: Mapping[str, Any]
) -> None:
    def one_moment(n_params: int, recipe: Any) -> Any:
        right = functions["training_memory"](n_params, recipe)
        return replace(right, optimizer_state=4 * n_params if recipe.optimizer == "adam" else 0)

    report, status = unmeasured("memory", training_memory=one_moment)
    assert status == 1
    assert claim(report, "training_memory gives").value == 9  # three models; momentum, Adam and AdamW


def test_a_tied_matrix_counted_twice_and_a_frozen_one_counted_are_noticed(
    unmeasured: Callable[..., Any],
) -> None:
    def careless(model: nn.Module) -> int:
        n_counted: int = sum(each.numel() for each in model.state_dict().values())
        return 8 * n_counted

    report, status = unmeasured("memory", optimizer_state_memory=careless)
    assert status == 1
    assert claim(report, "optimizer_state_memory gives").value == 2


def test_nodes_are_left_out_without_min_nodes_and_refused_if_wrong(unmeasured: Callable[..., Any]) -> None:
    def stub(*_: object) -> int:
        raise NotImplementedError

    report, status = unmeasured("memory", min_nodes=stub)
    assert status == 0
    assert "until your min_nodes (part 3b) works" in " ".join(report.notes)
    report, status = unmeasured("memory", min_nodes=lambda total, node: total // node)
    assert status == 1
    assert not claim(report, "hold everything").holds


def test_state_is_what_the_optimizer_holds() -> None:
    layer = nn.Linear(3, 2)  # 8 parameters of 4 bytes
    for name, expected in {"SGD": 0, "momentum": 32, "Adam": 64, "AdamW": 64}.items():
        assert memory.allocated(layer, memory.OPTIMIZERS[name][1]) == expected, name
    assert memory.allocated(layer.to(torch.bfloat16), memory.OPTIMIZERS["Adam"][1]) == 32


def test_a_process_that_cannot_be_started_gives_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.sys, "executable", "/no/such/python")
    assert memory.resident("SGD", 1, 8) == []


@pytest.mark.slow
def test_a_process_grows_by_the_same_in_each_run() -> None:
    """Temporary tensors of a step are given back, and pages of libraries are not counted."""
    weights = 6 * (1024 * 1024 + 1024) * 4 / 1e6
    for _ in range(3):
        grown = memory.resident("Adam", 6, 1024)
        assert grown == pytest.approx([weights, 2 * weights, 4 * weights], rel=0.02)
