"""Runs the examples of one module in a separate process, with a time limit. UNCONFINED: no sandbox yet."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True)
class ExampleRun:
    """What the worker said of a function's examples: `state` is passed, failed or not started."""

    state: str
    message: str


def run_examples(
    module: str, folder: Path, examples: Mapping[str, str], wall_seconds: float
) -> dict[str, ExampleRun]:
    """Runs each function's doctest against the student's module of that name.

    Args:
        module: the plain name of the student's module.
        folder: holds the module, its helpers and the given code.
        examples: doctest text by function.
        wall_seconds: for the whole module; what has not been reached by then has failed.
    """
    request = {"module": module, "folder": str(folder), "examples": dict(examples)}
    message = "the process ended before this function was reached"
    try:
        done = subprocess.run(
            # -I: neither the environment nor the working folder chooses what is imported
            [sys.executable, "-I", "-B", str(WORKER)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=wall_seconds,
            check=False,
        )
        output = done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        message = f"not finished within {wall_seconds:g} s"
    return {**dict.fromkeys(examples, ExampleRun("failed", message)), **_read(output, examples)}


def _read(output: bytes, examples: Mapping[str, str]) -> dict[str, ExampleRun]:
    """The worker's lines; a last line that was cut off by the time limit is left out."""
    lines = output.decode(errors="replace").split("\n")[:-1]
    results = {}
    for line in lines:
        said = json.loads(line)
        if said["function"] in examples:
            results[said["function"]] = ExampleRun(said["state"], said["message"])
    return results
