"""A stand-in for a session that calls the submission in this very process: the baseline without isolation.

Used by `plain_pytest.py` and by `tools/confinement/plain_grader.py`.
"""

import importlib
from collections.abc import Mapping
from typing import Any

import torch

from autograder.catalog import Project, Question
from autograder.grading.session import Phase
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.inside import models
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.outcome import End, Outcome, StudentError


class InProcess:
    """Call the submission's functions directly, with values converted as a worker would convert them."""

    def __init__(self, project: Project) -> None:
        self.limits = project.assignment.limits
        """Named in messages; nothing enforces them here."""
        self.n_calls: Mapping[str, int] = {}
        self.was_odd = False
        for path in sorted((project.assignment_folder / "provided").glob("*.py")):
            importlib.import_module(f"provided.{path.stem}")
        if project.worker_models_folder.is_dir():
            models.load_models(project.worker_models_folder)

    def can_share(self, question: Question, share_from: float) -> bool:  # noqa: ARG002
        """Say that all questions share this process."""
        return True

    def is_slow(self, question: Question) -> bool:  # noqa: ARG002
        """Say that no module is put off."""
        return False

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,  # noqa: ARG002
    ) -> Outcome:
        """Make one call and return its outcome."""
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
        try:
            value = self.run(question, args, kwargs)
            inputs = [reader.tensors[index] for index in wrt]
            slopes = torch.autograd.grad(value, inputs, allow_unused=True) if inputs else None
        except Exception as error:  # noqa: BLE001 - a student's error is an outcome, as in a worker
            return Outcome(End.ERROR, error=self.error(error), calls=tuple(calls))
        gradients = None if slopes is None else tuple(self.decoded(slope) for slope in slopes)
        return Outcome(End.VALUE, self.decoded(value), gradients, calls=tuple(calls))

    def run(self, question: Question, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run the submission's function."""
        return getattr(importlib.import_module(question.module), question.function)(*args, **kwargs)

    def error(self, error: Exception) -> StudentError:
        """Return an exception as the grader knows it."""
        return StudentError(tuple(base.__name__ for base in type(error).__mro__), "", 0, "")

    def decoded(self, value: Any) -> Any:
        """Return a value as the grader's assertions know it."""
        writer = ResultWriter()
        node = writer.node(value)
        return Decoder(b"".join(writer.buffers)).value(node)
