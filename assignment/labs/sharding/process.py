"""One rank: a process that trains its share of a model together with the others, on one machine.

It writes what it measured to a JSON file, and rank 0 also the trained weights.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
from provided.tiny_gpt import TinyGPT, TinyGPTConfig
from torch import Tensor, distributed, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.nn import functional as F

STEPS, ROWS, LENGTH = 20, 12, 16
LEARNING_RATE = 1e-3
# Adam divides a gradient by its size, so it turns the rounding of a tiny one into a whole step. With a larger
# epsilon than the default of 1e-8, tiny gradients count for nothing.
EPSILON = 1e-5
TIMEOUT = timedelta(seconds=180)


class Zero1:
    """ZeRO stage 1: every rank has all weights and gradients, but Adam's state of its own shard only."""

    def __init__(self, model: nn.Module, rank: int, n_ranks: int, per_rank: int) -> None:
        self.n_ranks, self.per_rank = n_ranks, per_rank
        self.parameters = list(model.parameters())
        self.whole = self.padded([each.data for each in self.parameters])
        start = 0
        for each in self.parameters:  # the weights become views, so nothing is kept twice
            each.data = self.whole[start : start + each.numel()].view_as(each)
            start += each.numel()
        self.own = slice(rank * per_rank, (rank + 1) * per_rank)
        self.shard = self.whole[self.own]
        self.optimizer = torch.optim.Adam([self.shard], lr=LEARNING_RATE, eps=EPSILON)

    def padded(self, tensors: list[Tensor]) -> Tensor:
        """Return tensors as one, with zeros at its end, so that every shard is equally long."""
        flat = torch.cat([each.flatten() for each in tensors])
        return F.pad(flat, (0, self.n_ranks * self.per_rank - len(flat)))

    def step(self) -> None:
        """Average the gradients, update the own shard, and collect the shards of the others."""
        gradients = self.padded([each.grad for each in self.parameters if each.grad is not None])
        distributed.all_reduce(gradients)
        self.shard.grad = gradients[self.own] / self.n_ranks
        self.optimizer.step()
        distributed.all_gather(list(torch.split(self.whole, self.per_rank)), self.shard.clone())


def new_model() -> TinyGPT:
    """Return the same untrained model in every process."""
    torch.manual_seed(0)
    return TinyGPT(TinyGPTConfig())


def batch() -> tuple[Tensor, Tensor]:
    """Return the inputs and the labels of the whole batch: random, because only the sums matter here."""
    generator = torch.Generator().manual_seed(1)
    inputs, labels = torch.randint(0, 256, (2, ROWS, LENGTH), generator=generator)
    return inputs, labels


def train(model: nn.Module, step: Callable[[], None], rows: slice) -> None:
    """Train a model on some rows of the batch."""
    inputs, labels = (each[rows] for each in batch())
    for _ in range(STEPS):
        for each in model.parameters():
            each.grad = None
        loss = F.cross_entropy(model(inputs).flatten(0, 1), labels.flatten())
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        step()


def alone() -> Tensor:
    """Return the weights after the same training in one process."""
    model = new_model()
    train(model, torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, eps=EPSILON).step, slice(None))
    return nn.utils.parameters_to_vector(model.parameters()).detach()


def bytes_of(tensors: list[Any]) -> int:
    """Return the bytes that this rank holds of some tensors."""
    own = [each.to_local() if hasattr(each, "to_local") else each for each in tensors]
    return sum(each.numel() * each.element_size() for each in own)


def state_bytes(optimizer: torch.optim.Optimizer) -> int:
    """Return the bytes of an optimizer's state on this rank, without its step counters."""
    return bytes_of(
        [value for state in optimizer.state.values() for name, value in state.items() if name != "step"]
    )


def by_zero(rank: int, n_ranks: int, per_rank: int, folder: Path) -> dict[str, int]:
    """Train by `Zero1`, and return the bytes on this rank."""
    model = new_model()
    zero = Zero1(model, rank, n_ranks, per_rank)
    train(model, zero.step, slice(rank, None, n_ranks))
    if rank == 0:
        torch.save(nn.utils.parameters_to_vector(model.parameters()).detach(), folder / "zero.pt")
    return {
        "weights": bytes_of(zero.parameters),
        "gradients": bytes_of([each.grad for each in zero.parameters]),
        "state": state_bytes(zero.optimizer),
    }


def by_fsdp(rank: int, n_ranks: int, folder: Path) -> dict[str, int]:
    """Train by PyTorch's FSDP2, and return the bytes on this rank; nothing if this PyTorch has none."""
    try:
        from torch.distributed.fsdp import fully_shard
    except ImportError:
        return {}
    mesh = init_device_mesh("cpu", (n_ranks,))
    model = new_model()
    for block in model.blocks:
        fully_shard(block, mesh=mesh)
    fully_shard(model, mesh=mesh)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, eps=EPSILON)
    train(model, optimizer.step, slice(rank, None, n_ranks))
    parameters: list[Any] = list(model.parameters())
    held = {
        "weights": bytes_of(parameters),
        "gradients": bytes_of([each.grad for each in parameters]),
        "state": state_bytes(optimizer),
        "elements": sum(each.to_local().numel() for each in parameters),
    }
    whole = torch.cat([each.full_tensor().detach().flatten() for each in parameters])
    if rank == 0:
        torch.save(whole, folder / "fsdp.pt")
    return held


def main() -> None:
    """Join the other ranks, do the work, and write what was measured."""
    task = json.loads(sys.argv[1])
    rank, n_ranks, folder = task["rank"], task["n_ranks"], Path(task["folder"])
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=(folder / "meet").as_uri(), rank=rank, world_size=n_ranks, timeout=TIMEOUT
    )
    found: dict[str, Any] = {"coordinates": []}
    for grid in task["grids"]:
        mesh = init_device_mesh("cpu", tuple(grid), mesh_dim_names=("pp", "dp", "tp"))
        found["coordinates"].append(mesh.get_coordinate())
    if task["per_rank"]:
        found["zero"] = by_zero(rank, n_ranks, task["per_rank"], folder)
        try:
            found["fsdp"] = by_fsdp(rank, n_ranks, folder)
        except (AttributeError, NotImplementedError, RuntimeError, TypeError) as error:
            found["fsdp"], found["why"] = {}, f"{type(error).__name__}: {str(error).splitlines()[0]}"
    (folder / f"rank{rank}.json").write_text(json.dumps(found), encoding="utf-8")
    distributed.barrier()
    distributed.destroy_process_group()


if __name__ == "__main__":
    if sys.platform == "darwin":
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo0")
    elif sys.platform == "linux":
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    main()
