"""The ways to one and the same call: a worker of the sandbox, this very process, a fresh interpreter."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.sandbox.clock import Limit
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.outcome import End
from autograder.sandbox.worker import Worker
from autograder.sandbox.zygote import WorkerProcess, Zygote

SOURCE = "import torch\n\n\ndef same(x: torch.Tensor) -> torch.Tensor:\n    return x\n"
FRESH = """
import sys
sys.path.insert(0, sys.argv[1])
import student, torch
print(student.same(torch.ones(250)).sum().item(), flush=True)
sys.stdin.read()
"""
FILES = {"student.py": SOURCE.count("\n") + 1}
LIMIT = Limit(60)

Function = Callable[..., Any]


@contextmanager
def working(zygote: Zygote, stage: Path) -> Iterator[tuple[Worker, WorkerProcess]]:
    """A worker with the submission loaded."""
    process = zygote.fork(stage)
    worker = Worker(process, 1000, FILES)
    worker.greet(LIMIT)
    worker.load("student", LIMIT)
    yield worker, process
    worker.close()
    zygote.end(process)


@contextmanager
def fresh_interpreter(stage: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Python that has imported torch and made the call."""
    command = [sys.executable, "-I", "-B", "-c", FRESH, str(stage)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"250.0\n"
        yield process
        process.communicate()


def ask(worker: Worker, array: Any) -> None:
    """The call in the sandbox, its answer checked."""
    outcome = worker.call("student", "same", (array,), {}, LIMIT)
    if outcome.end is not End.VALUE or outcome.value.array[-1] != array[-1]:
        raise SystemExit(f"a wrong answer: {outcome.end}")


def load(stage: Path) -> Function:
    """The submission, loaded into this process."""
    names: dict[str, Any] = {}
    exec(compile((stage / "student.py").read_bytes(), "student.py", "exec"), names)
    function: Function = names["same"]
    return function


def call(function: Function, array: Any) -> None:
    """The call without isolation, values converted as for the sandbox, its answer checked."""
    encoder, writer = Encoder(), ResultWriter()
    node = encoder.node((array,))
    args = ArgumentReader(b"".join(encoder.buffers), lambda *_: None).value(node)
    answer = writer.node(function(*args))
    value = Decoder(b"".join(writer.buffers)).value(answer)
    if value.array[-1] != array[-1]:
        raise SystemExit("a wrong answer")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
