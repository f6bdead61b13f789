"""Lab 4: several processes train one model, and each holds a part of it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import torch
from provided.recipes import TrainingRecipe

from labs.command import Lab, Run
from labs.report import Claim, Report
from labs.sharding import recorded
from labs.sharding.draw import draw, text_figure
from labs.sharding.process import alone, new_model
from labs.student import ASSIGNMENT, Student

PLAIN = TrainingRecipe("float32", "float32", "adam", "float32", master_weights=False)
SIZES = (2, 3)
GRIDS: dict[int, list[tuple[int, int, int]]] = {
    2: [(2, 1, 1), (1, 1, 2)],
    3: [(1, 3, 1), (1, 1, 3)],
    4: [(2, 2, 1), (2, 1, 2), (1, 2, 2)],
}
SECONDS = 300
POLL = 0.1


@dataclass
class Group:
    """What the ranks of one group measured, by rank."""

    zero: list[dict[str, int]] = field(default_factory=list)
    fsdp: list[dict[str, int]] = field(default_factory=list)
    coordinates: list[list[list[int]]] = field(default_factory=list)
    """For each rank its coordinates in each grid."""
    differences: dict[str, float] = field(default_factory=dict)
    """The largest difference of a weight from training in one process, by method."""
    why: str = ""


class NotStartedError(Exception):
    """The processes could not be started, or one of them ended early."""


def run(lab: Run) -> Report:
    """Start the groups, and compare what they hold with the student's functions."""
    n_params = sum(each.numel() for each in new_model().parameters())
    sizes = [*SIZES] if lab.quick else [*SIZES, 4]
    progress = lab.progress(len(sizes) + 1)
    expected = alone()
    progress.step("one process has trained the model")
    shards = {size: shard_of(lab.student, n_params, size) for size in SIZES}
    groups: dict[int, Group] = {}
    reason = ""
    for size in sizes:
        try:
            groups[size] = start_group(size, shards.get(size, 0), expected)
        except NotStartedError as error:
            reason = str(error)
            groups[size] = Group(**recorded.GROUPS[size])
        progress.step(f"{size} processes")
    return report(lab.student, groups, n_params, reason)


def shard_of(student: Student, n_params: int, size: int) -> int:
    """Return the student's shard size.

    Raises:
        ValueError: the model does not fit into the shards.
    """
    per_rank, padding = student["shard_numel"](n_params, size)
    if per_rank * size - padding != n_params or padding < 0:
        raise ValueError(
            f"{size} shards of {per_rank:,} elements with {padding:,} of padding hold "
            f"{per_rank * size - padding:,} elements, and the model has {n_params:,}"
        )
    return int(per_rank)


def start_group(size: int, per_rank: int, expected: torch.Tensor) -> Group:
    """Start a process for each rank, wait for all of them, and read what they measured.

    Raises:
        NotStartedError: one could not be started, failed or took too long.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        tasks = [
            {"rank": rank, "n_ranks": size, "folder": name, "per_rank": per_rank, "grids": GRIDS[size]}
            for rank in range(size)
        ]
        run_all([[sys.executable, "-m", "labs.sharding.process", json.dumps(task)] for task in tasks], folder)
        found = [
            json.loads((folder / f"rank{rank}.json").read_text(encoding="utf-8")) for rank in range(size)
        ]
        group = Group(coordinates=[each["coordinates"] for each in found])
        if per_rank:
            group.zero = [each["zero"] for each in found]
            group.fsdp = [each["fsdp"] for each in found if each["fsdp"]]
            group.why = next((each["why"] for each in found if "why" in each), "")
            for method in ("zero", "fsdp"):
                if (folder / f"{method}.pt").exists():
                    weights = torch.load(folder / f"{method}.pt", weights_only=True)
                    group.differences[method] = float((weights - expected).abs().max())
    return group


def run_all(commands: Sequence[Sequence[str]], folder: Path) -> None:
    """Run processes at the same time. If one fails, the others are ended, because they would wait for it.

    Raises:
        NotStartedError: one could not be started, failed or took too long.
    """
    path = os.pathsep.join([str(ASSIGNMENT), *[each for each in sys.path if each]])
    environment = {**os.environ, "PYTHONPATH": path}
    running: list[subprocess.Popen[bytes]] = []
    errors = [folder / f"errors{number}.txt" for number in range(len(commands))]
    deadline = time.monotonic() + SECONDS
    try:
        for command, place in zip(commands, errors, strict=True):
            with place.open("wb") as output:
                running.append(subprocess.Popen(command, env=environment, stdout=output, stderr=output))
        while any(each.poll() is None for each in running):
            time.sleep(POLL)
            if any(each.poll() for each in running):
                break
            if time.monotonic() > deadline:
                raise NotStartedError(f"the processes were not done after {SECONDS} s")
    except OSError as error:
        raise NotStartedError(f"no process could be started: {error}") from error
    finally:
        for process in running:
            if process.poll() is None:
                process.kill()
            process.wait()
    for process, place in zip(running, errors, strict=True):
        if process.returncode > 0:
            lines = place.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["no message"]
            raise NotStartedError(f"a process failed: {lines[-1][:160]}")
    if any(process.returncode for process in running):
        raise NotStartedError("a process was ended from outside")


def report(student: Student, groups: dict[int, Group], n_params: int, reason: str) -> Report:
    """Return tables, claims and the figure."""
    shard_numel, per_rank_bytes = student["shard_numel"], student["zero_memory_per_rank"]
    shards = {size: shard_numel(n_params, size)[0] for size in SIZES}
    computed = {size: per_rank_bytes(n_params, size, 1, PLAIN) for size in SIZES}
    whole = per_rank_bytes(n_params, 1, 0, PLAIN)
    result = Report(
        look="Adam's state: it is split among the ranks, while weights and gradients are on every rank.",
        draw=partial(
            draw, {size: groups[size].zero for size in SIZES}, whole, computed, groups[3].fsdp, shards[3]
        ),
        text_figure=text_figure({size: groups[size].zero for size in SIZES}, whole),
        values={"groups": groups},
    )
    rows = []
    for size in SIZES:
        for rank, held in enumerate(groups[size].zero):
            cells = [held["weights"], held["gradients"], held["state"], sum(held.values()), computed[size]]
            rows.append((f"{size} ranks, rank {rank}", *(f"{each:,}" for each in cells)))
    header = ("ZeRO stage 1", "weights", "gradients", "Adam's state", "all", "your zero_memory_per_rank")
    result.tables.append(("Bytes on each rank", header, rows))
    zero = [(held, size) for size in SIZES for held in groups[size].zero]
    wrong_states = sum(held["state"] != 8 * shards[size] for held, size in zero)
    wrong_totals = sum(sum(held.values()) != computed[size] for held, size in zero)
    worst = max(groups[size].differences["zero"] for size in SIZES)
    result.claims = [
        Claim("Adam's state is 8 bytes for each element of your shard_numel; ranks that differ", wrong_states,
              at_most=0),
        Claim("zero_memory_per_rank gives the bytes of every rank exactly; ranks that differ", wrong_totals,
              at_most=0, hint="Which values does stage 1 split?"),
        Claim("the sharded training ends with the weights of one process; largest difference", worst,
              at_most=1e-4),
    ]  # fmt: skip
    _add_fsdp(result, groups[3], shards[3])
    _add_grid(result, student["rank_coordinates"], groups)
    held = computed[3] / whole
    result.summary = [
        f"2 and 3 processes trained {n_params:,} parameters with Adam's state sharded (ZeRO-1): "
        f"{whole:,} bytes in one process, {computed[2]:,} on each of 2 ranks, "
        f"{computed[3]:,} on each of 3 ({held:.0%}).",
        f"After 20 steps no weight differs by more than {worst:.0e} from training in one process.",
        *result.summary,
    ]
    if reason:
        result.summary = [f"Recorded, not your own run: {line}" for line in result.summary]
        result.notes.append(f"{reason}. The figures are recorded ones: {recorded.ON}")
    return result


def _add_fsdp(result: Report, group: Group, shard: int) -> None:
    """Add what PyTorch's FSDP2 does with 3 ranks."""
    if not group.fsdp:
        why = group.why or "this PyTorch has no FSDP2"
        result.notes.append(f"FSDP2 is left out: {why}. Recorded: {recorded.FSDP} ({recorded.ON})")
        return
    elements = [held["elements"] for held in group.fsdp]
    rows = [(f"rank {rank}", f"{each:,}", f"{shard:,}") for rank, each in enumerate(elements)]
    result.tables.append(("FSDP2 with 3 ranks: elements on each", ("", "FSDP2", "your shard_numel"), rows))
    result.claims += [
        Claim("FSDP2 ends with the same weights; the difference", group.differences["fsdp"], at_most=1e-4),
        Claim("FSDP2 shards rows, not elements: its largest shard, in elements more than an equal one",
              max(elements) - shard, at_least=1),
    ]  # fmt: skip
    shown = ", ".join(f"{each:,}" for each in elements)
    result.summary.append(
        f"FSDP2 splits each tensor by rows, so its 3 shards are {shown} elements, not {shard:,} each."
    )


def _add_grid(result: Report, coordinates_of: Callable[..., Any], groups: dict[int, Group]) -> None:
    """Add the comparison of `rank_coordinates` with PyTorch's grids."""
    rows, wrong = [], 0
    for size, group in groups.items():
        for number, (pp, dp, tp) in enumerate(GRIDS[size]):
            theirs = [tuple(each[number]) for each in group.coordinates]
            own = [tuple(coordinates_of(rank, pipeline=pp, data=dp, tensor=tp)) for rank in range(size)]
            wrong += own != theirs
            rows.append((f"{pp} x {dp} x {tp}", " ".join(map(_short, theirs)), " ".join(map(_short, own))))
    header = ("pipeline x data x tensor", "DeviceMesh, by rank", "your rank_coordinates")
    result.tables.append(("Coordinates (pp, dp, tp) of each rank", header, rows))
    result.claims.append(
        Claim("rank_coordinates numbers the grid as PyTorch's DeviceMesh does; grids that differ", wrong,
              at_most=0, hint="Which coordinate changes fastest?")
    )  # fmt: skip


def _short(coordinates: tuple[int, ...]) -> str:
    return "".join(map(str, coordinates))


LAB = Lab(
    "sharding",
    "Lab 4. Sharding: what each process holds",
    ("shard_numel", "zero_memory_per_rank", "rank_coordinates"),
    run,
)
