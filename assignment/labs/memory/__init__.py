"""Lab 3: what an optimizer really allocates, against the arithmetic."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from provided.recipes import MemoryBreakdown, TrainingRecipe
from provided.tiny_gpt import TinyGPT, TinyGPTConfig
from torch import Tensor, nn

from labs.command import Lab, Run
from labs.memory.draw import draw, text_figure
from labs.report import Claim, Report
from labs.student import ASSIGNMENT, Student

# 11 layers of 1,024 x 1,024: 11.5 million parameters, 46 MB in float32.
BIG = (11, 1024)
QUICK_BIG = (6, 1024)
SEVERAL_NODES = 405_000_000_000, 640_000_000_000
MODEL_OF_THE_NODES = "Llama 3 405B"
NODE = "nodes of 8 GPUs with 80 GB each"
MIXED = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
OPTIMIZERS: dict[str, tuple[str, Callable[[Iterator[Tensor]], torch.optim.Optimizer]]] = {
    "SGD": ("sgd", lambda parameters: torch.optim.SGD(parameters, lr=0.1)),
    "momentum": ("momentum", lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9)),
    "Adam": ("adam", torch.optim.Adam),
    "AdamW": ("adam", torch.optim.AdamW),
}
# For machines that cannot measure processes: MB above the start, with 11,545,600 parameters.
RECORDED_ON = "Linux, CPython 3.11, torch 2.13.0"
RECORDED: dict[str, list[float]] = {
    "SGD": [46.2, 92.6, 92.6],
    "momentum": [46.2, 92.6, 138.8],
    "Adam": [46.2, 92.6, 185.1],
}
STAGES = ("weights", "after backward", "after the first step")
# Generous: on a busy machine, importing torch alone can take minutes.
SECONDS_FOR_A_PROCESS = 300


def models() -> dict[str, nn.Module]:
    """Return small models: a GPT with a tied matrix, a network without one, and a partly frozen one."""
    torch.manual_seed(0)
    frozen = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 10))
    frozen[0].requires_grad_(requires_grad=False)
    return {
        "TinyGPT, one matrix tied": TinyGPT(TinyGPTConfig()),
        "three linear layers": nn.Sequential(
            nn.Linear(64, 512), nn.GELU(), nn.Linear(512, 512), nn.Linear(512, 8)
        ),
        "two layers, one frozen": frozen,
    }


def allocated(model: nn.Module, make: Callable[[Iterator[Tensor]], torch.optim.Optimizer]) -> int:
    """Return the bytes of an optimizer's tensors after one step, without its step counters."""
    optimizer = make(model.parameters())
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    states = [value for state in optimizer.state.values() for name, value in state.items() if name != "step"]
    return sum(each.numel() * each.element_size() for each in states if isinstance(each, Tensor))


def run(lab: Run) -> Report:
    """Measure, and compare with the student's arithmetic."""
    progress = lab.progress(len(models()) * len(OPTIMIZERS) + 3)
    rows: list[tuple[str, str, int, int]] = []
    tied: list[tuple[str, int, int]] = []
    for title, model in models().items():
        n_trained = sum(each.numel() for each in model.parameters() if each.requires_grad)
        for name, (kind, make) in OPTIMIZERS.items():
            recipe = TrainingRecipe("float32", "float32", kind, "float32", master_weights=False)
            computed = lab.student["training_memory"](n_trained, recipe).optimizer_state
            measured = allocated(copy.deepcopy(model), make)
            rows.append((title, name, computed, measured))
            if name == "Adam":
                tied.append((title, lab.student["optimizer_state_memory"](model), measured))
            progress.step(f"{title}: {name}")
    layers, width = QUICK_BIG if lab.quick else BIG
    n_params = layers * (width * width + width)
    stairs: dict[str, list[float]] = {}
    for name in RECORDED:
        could_measure = all(stairs.values())  # if one process cannot be measured, do not wait for the others
        stairs[name] = resident(name, layers, width) if could_measure else []
        progress.step(f"memory of a process with {name}")
    return report(lab.student, rows, tied, stairs, n_params)


def resident(name: str, layers: int, width: int) -> list[float]:
    """Return the growth of a new process in MB, by stage; an empty list if none can be started."""
    command = [sys.executable, "-m", "labs.memory.process", name, str(layers), str(width)]
    path = os.pathsep.join([str(ASSIGNMENT), *filter(None, [os.environ.get("PYTHONPATH"), *_own_path()])])
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=SECONDS_FOR_A_PROCESS,
            # Without the setting, glibc keeps some freed blocks, in some runs.
            env={**os.environ, "PYTHONPATH": path, "MALLOC_MMAP_THRESHOLD_": "65536"},
        )  # fmt: skip
        return [float(each) for each in json.loads(done.stdout)]
    except (OSError, subprocess.SubprocessError, ValueError):
        return []


def _own_path() -> list[str]:
    """Return the folders from which this process imports; a notebook adds some of its own."""
    return [each for each in sys.path if each and Path(each).is_dir()]


def report(
    student: Student,
    rows: list[tuple[str, str, int, int]],
    tied: list[tuple[str, int, int]],
    stairs: dict[str, list[float]],
    n_params: int,
) -> Report:
    """Return tables, claims and the figure."""
    n_big, node = SEVERAL_NODES
    budget: MemoryBreakdown = student["training_memory"](n_big, MIXED)
    weights = n_params * 4 / 1e6
    is_recorded = not all(stairs.values())
    if is_recorded:
        stairs = RECORDED
        weights, n_params = 46.2, 11_545_600
    parts = {
        "weights": budget.weights,
        "gradients": budget.gradients,
        "master weights": budget.master_weights,
        "Adam's state": budget.optimizer_state,
    }
    result = Report(
        look="the height of the last step of each staircase, and which colour fills most of the nodes.",
        draw=partial(draw, stairs, weights, parts, node, f"{MODEL_OF_THE_NODES} on {NODE}"),
        text_figure=text_figure(stairs, parts, node),
        values={"rows": rows, "tied": tied, "stairs": stairs, "weights": weights},
    )
    result.tables = [
        (
            "Bytes of the optimizer's state, without its step counters",
            ("model", "optimizer", "your arithmetic", "allocated by PyTorch"),
            [(title, name, f"{computed:,}", f"{measured:,}") for title, name, computed, measured in rows],
        ),
        (
            f"Growth of a process in MB, {n_params:,} parameters in float32 ({weights:.1f} MB)",
            ("", *STAGES),
            [(name, *(f"{each:.1f}" for each in stages)) for name, stages in stairs.items()],
        ),
        (
            f"{MODEL_OF_THE_NODES} in mixed precision, by your training_memory",
            ("", "bytes per parameter", "GB"),
            [
                (name, f"{n_bytes / n_big:g}", f"{n_bytes / 1e9:,.0f}")
                for name, n_bytes in [*parts.items(), ("all", budget.total)]
            ],
        ),
    ]
    wrong = sum(computed != measured for _, _, computed, measured in rows)
    wrong_tied = sum(computed != measured for _, computed, measured in tied)
    share = [abs(growth / weights - places) for growth, places in zip(_last(stairs), (2, 3, 4), strict=True)]
    result.claims = [
        Claim("training_memory gives PyTorch's bytes exactly; rows that differ", wrong, at_most=0,
              hint="How many values does each optimizer keep for a parameter?"),
        Claim("optimizer_state_memory gives Adam's bytes exactly; models that differ", wrong_tied, at_most=0,
              hint="Does it count a tied matrix once and a frozen one never?"),
        Claim("SGD, momentum and Adam grow the process by 2, 3 and 4 times the weights; the largest error",
              max(share), at_most=0.35),
    ]  # fmt: skip
    if student.has("min_nodes"):
        n_nodes = student["min_nodes"](budget.total, node)
        result.claims += [
            Claim("min_nodes gives nodes that hold everything", n_nodes * node / budget.total, at_least=1.0),
            Claim("... and one node fewer does not", (n_nodes - 1) * node / budget.total, at_most=1 - 1e-12),
        ]
        result.summary.append(f"{MODEL_OF_THE_NODES} needs {n_nodes} {NODE}, before any activations.")
    else:
        result.notes.append("the number of nodes is left out until your min_nodes (part 3b) works")
    sgd, momentum, adam = _last(stairs)
    origin = "Recorded, not your own run: " if is_recorded else ""
    result.summary += [
        f"{origin}With {n_params:,} parameters ({weights:.0f} MB), a process grew by {sgd:.0f} MB with SGD, "
        f"{momentum:.0f} MB with momentum and {adam:.0f} MB with Adam.",
        "The state that PyTorch allocated equals the arithmetic to the byte: nothing for SGD, one value for "
        "each parameter for momentum, two for Adam."
        if not wrong
        else f"{wrong} of {len(rows)} rows of the arithmetic differ from what PyTorch allocated.",
        f"For {MODEL_OF_THE_NODES} in mixed precision the weights are {budget.weights / budget.total:.0%} "
        f"of the {budget.total / 1e9:,.0f} GB.",
    ]
    if is_recorded:
        result.notes.append(
            f"no process could be measured here, so the staircase is a recorded one: {RECORDED_ON}"
        )
    return result


def _last(stairs: dict[str, list[float]]) -> list[float]:
    return [stages[-1] for stages in stairs.values()]


LAB = Lab(
    "memory",
    "Lab 3. Memory: what an optimizer really allocates",
    ("training_memory", "optimizer_state_memory"),
    run,
)
