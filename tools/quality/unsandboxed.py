"""Hidden tests in one process: as the grader judges, without workers. Fast, and for code of our own only.

Arguments and results take the wire's way (encode, decode), so that values are what a worker would have sent.
There is no sandbox: never run a student's file here.
"""

import importlib
import pkgutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType, ModuleType
from typing import Any

import torch

from autograder.answer_key.recorder import Recorder
from autograder.catalog import Limits, Project, Question
from autograder.errors import GraderError
from autograder.grading.collect import HiddenTest
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.key import Key
from autograder.grading.session import ODD, Phase
from autograder.grading.stops import FATAL
from autograder.grading.verdict import Verdict
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.inside.models import MODELS, load_models
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.inside.worker import TOO_LARGE_NODE, _error, _gradients, _image
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.replies import read_outcome
from autograder.sandbox.worker import MAX_CALLBACKS

AGAIN_SECONDS = 0.05
"""After a timeout it is raised again and again: code may have swallowed it."""


class _Stopped(BaseException):
    """Ends a call from outside."""

    def __init__(self, end: End) -> None:
        super().__init__(end)
        self.end = end


def load_course(project: Project) -> None:
    """Import what workers are given, `provided/` and the worker models. Solutions can be imported, too."""
    for folder in (project.solutions_folder, project.assignment_folder):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    provided = importlib.import_module("provided")
    for info in pkgutil.iter_modules(provided.__path__):
        importlib.import_module(f"provided.{info.name}")
    if not MODELS:
        load_models(project.worker_models_folder)
    torch.set_num_threads(1)


def module_of(name: str, source: str) -> ModuleType:
    """Return a module with this source. It is not registered: a call does that."""
    module = ModuleType(name)
    module.__file__ = f"/{name}.py"
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        exec(compile(source, f"/{name}.py", "exec", dont_inherit=True), vars(module))
    finally:
        if before is not None:
            sys.modules[name] = before
    return module


class Unshared:
    """What the engine asks of a session that has no workers."""

    def can_share(self, question: Question, share_from: float) -> bool:  # noqa: ARG002
        """Nothing is shared between questions."""
        return False

    def is_slow(self, question: Question) -> bool:  # noqa: ARG002
        """Nothing is imported."""
        return False


@dataclass
class CallNumbers:
    """Counts the calls of each question and phase."""

    _next: Counter[str] = field(default_factory=Counter)

    def take(self, question: Question, phase: Phase) -> int:
        """Return the number of the next call; those of examples are apart."""
        work = f"{phase} {question.number}"
        self._next[work] += 1
        return self._next[work] - 1 + (1000 if phase is Phase.EXAMPLE else 0)


@dataclass
class InProcess(Unshared):
    """The calls of one submission of ours, in this process."""

    limits: Limits
    modules: Mapping[str, ModuleType]
    cpu_seconds: float = 5.0
    """Of one call."""
    n_calls: Mapping[str, int] = field(default_factory=dict)
    was_odd: bool = False
    _question: Question | None = None
    _stuck: bool = False

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,  # noqa: ARG002
    ) -> Outcome:
        """Call the question's function once."""
        if question != self._question:
            self._question, self._stuck, self.was_odd = question, False, False
        outcome = Outcome(End.NOT_REACHED) if self._stuck else self._call(question, args, kwargs, wrt)
        self._stuck = outcome.end in FATAL or self._stuck
        self.was_odd |= outcome.changed or outcome.end in ODD
        return outcome

    def _call(
        self, question: Question, args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]
    ) -> Outcome:
        module = sys.modules[question.module] = self.modules[question.module]
        encoder = Encoder()
        nodes = encoder.node(args), encoder.node(kwargs)
        calls: list[Any] = []

        def callback(number: int, given: tuple[Any, ...]) -> Any:
            writer = ResultWriter()
            node = writer.node(given)
            decoder = Decoder(b"".join(writer.buffers))
            passed = decoder.value(node)
            calls.append(passed)
            if len(calls) > MAX_CALLBACKS or not encoder.callbacks[number].accepts(passed):
                raise _Stopped(End.BAD_CALLBACK)
            answer = Encoder()
            reply = answer.node(encoder.callbacks[number].function(*passed))
            return ArgumentReader(b"".join(answer.buffers), callback).value(reply)

        reader = ArgumentReader(b"".join(encoder.buffers), callback)
        given, named = reader.value(nodes[0]), reader.value(nodes[1])
        before = _image(given, named)
        for index in wrt:
            reader.tensors[index].requires_grad_()
        writer = ResultWriter()
        function: Callable[..., Any] = getattr(module, question.function)
        try:
            with _at_most(self.cpu_seconds):
                try:
                    value = function(*given, **named)
                    reply: dict[str, Any] = {"value": writer.node(value)}
                    if wrt:
                        reply["gradients"] = _gradients(value, [reader.tensors[i] for i in wrt], writer)
                    graded = any(tensor.grad is not None for tensor in reader.tensors)
                    reply["changed"] = graded or _image(given, named) != before
                except ProtocolError:
                    reply, writer = {"value": TOO_LARGE_NODE}, ResultWriter()
                except (_Stopped, KeyboardInterrupt):
                    raise
                except BaseException as error:  # noqa: BLE001 - an answer says what was raised
                    reply, writer = _error(error, "/nowhere"), ResultWriter()
        except _Stopped as stopped:
            return Outcome(stopped.end, calls=tuple(calls))
        return read_outcome(reply, Decoder(b"".join(writer.buffers)), tuple(calls), {})


@contextmanager
def _at_most(cpu_seconds: float) -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise _Stopped(End.TIMEOUT)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def solutions_of(project: Project) -> dict[str, ModuleType]:
    """Return the reference's modules."""
    return {
        each.name: module_of(each.name, (project.solutions_folder / f"{each.name}.py").read_text("utf-8"))
        for each in project.assignment.modules
    }


def key_in_process(
    project: Project, tests: Sequence[HiddenTest], modules: Mapping[str, ModuleType], seed: int
) -> Key:
    """Return the key of a seed.

    Raises:
        GraderError: the solutions do not pass their tests.
    """
    key = Key(seed, "in process")
    limits = project.assignment.limits
    student = Student(InProcess(limits, modules))
    verdicts = run_hidden_tests(tests, student, Recorder(InProcess(limits, modules), key), seed)
    for verdict in verdicts.values():
        if verdict.failure:
            raise GraderError(f"seed {seed}: the solutions fail {verdict.test}: {verdict.detail}")
    key.parts = {test: verdict.part for test, verdict in verdicts.items()}
    return key


def judge(
    tests: Sequence[HiddenTest], session: Any, key: Key, only: Collection[str] | None = None
) -> tuple[dict[str, Verdict], Student]:
    """Run the hidden tests against a session, and return the verdicts and the student with its signatures."""
    student = Student(session)
    return run_hidden_tests(tests, student, Replayer(key), key.seed, only), student
