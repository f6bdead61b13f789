"""The baseline: the same hidden tests in one process, with torch, without any isolation.

Run by `single_submission.py`; takes the folder that holds the submission.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

from autograder.catalog import Limits, Project, Question
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.key import Key
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.outcome import End, Outcome, StudentError


class InProcess:
    """Calls the submission's functions directly."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits  # named in messages; nothing here is limited

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        *,
        example: bool = False,  # noqa: ARG002
    ) -> Outcome:
        """One call, with the values converted as a worker would, but no process in between."""
        import torch

        calls: list[Any] = []

        def callback(number: int, given: tuple[Any, ...]) -> Any:
            calls.append(given)
            return encoder.callbacks[number].function(*given)

        encoder = Encoder()
        nodes = encoder.node(args), encoder.node(kwargs)
        reader = ArgumentReader(b"".join(encoder.buffers), callback)
        args, kwargs = (reader.value(node) for node in nodes)
        for index in wrt:
            reader.tensors[index].requires_grad_()
        function = getattr(importlib.import_module(question.module), question.function)
        try:
            value = function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the baseline judges errors as the grader does
            classes = tuple(base.__name__ for base in type(error).__mro__)
            return Outcome(End.ERROR, error=StudentError(classes, "", 0, ""), calls=tuple(calls))
        writer = ResultWriter()
        node = writer.node(value)
        inputs = [reader.tensors[index] for index in wrt]
        slopes = torch.autograd.grad(value, inputs, allow_unused=True) if inputs else ()
        slope_node = [writer.node(slope) for slope in slopes]
        decoder = Decoder(b"".join(writer.buffers))
        value = decoder.value(node)
        return Outcome(
            End.VALUE, value, tuple(decoder.value(slope_node)) if wrt else None, calls=tuple(calls)
        )


def main() -> None:
    """Runs the hidden tests on the reference; all must pass, or it was not the same work."""
    submission, key_file = map(Path, sys.argv[1:3])
    project = Project.find()
    sys.path[:0] = [str(submission), str(project.assignment_folder)]
    key = Key.from_bytes(key_file.read_bytes())
    student = Student(InProcess(project.assignment.limits))  # type: ignore[arg-type]  # a stand-in for a session, for this baseline only
    run = run_hidden_tests(project.hidden_tests_folder, project.assignment, student, Replayer(key), key.seed)
    passed = sum(verdict.passed for verdict in run.verdicts.values())
    if passed != len(run.verdicts):
        raise SystemExit(f"only {passed} of {len(run.verdicts)} passed: is this the reference?")


if __name__ == "__main__":
    main()
