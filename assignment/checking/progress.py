"""The progress of each question: its state, its first failure, and the function that it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from checking import messages
from checking.catalogue import CATALOGUE, Question


class State(Enum):
    """The state of a question or of one check."""

    PASSING = auto()
    FAILING = auto()
    NOT_STARTED = auto()
    WAITING = auto()
    NOT_RUN = auto()

    @property
    def words(self) -> str:
        """The state as a student reads it."""
        return messages.STATES[self.name]


@dataclass(frozen=True)
class Check:
    """One check of a question: its name and its result."""

    name: str
    state: State
    message: str = ""
    base: Question | None = None
    """The question that a waiting check waits for; None if it waits for an earlier check of its own."""
    cause: str = ""
    """Why the function cannot be called, or that it is only partly written."""


@dataclass
class Progress:
    """The results of a run, by function name."""

    notices: list[str] = field(default_factory=list)
    """What `start.py` reports: files that it created, and files that a new release changed."""
    selected: dict[str, int] = field(default_factory=dict)
    """The number of selected checks of each question."""
    partial: bool = False
    """Whether `-k` or the like deselected some checks."""
    checks: dict[str, list[Check]] = field(default_factory=dict)
    tests: dict[str, State] = field(default_factory=dict)
    not_run: dict[str, str] = field(default_factory=dict)
    """Why the tests of a module could not run, by module name."""

    def select(self, questions: Iterable[Question]) -> None:
        """Count the selected checks, given the question of each check."""
        self.selected = {}
        for question in questions:
            self.selected[question.function] = self.selected.get(question.function, 0) + 1

    def state(self, function: str) -> State:
        """Return the state of a question, from its checks so far."""
        states = {check.state for check in self.checks.get(function, [])}
        if not states:
            return State.NOT_RUN
        if State.FAILING in states:
            return State.FAILING
        # a function that raises its stub's error for some inputs only is started, but not finished
        if State.NOT_STARTED in states:
            return State.NOT_STARTED if states == {State.NOT_STARTED} else State.FAILING
        return State.WAITING if State.WAITING in states else State.PASSING

    def passed(self, function: str) -> int:
        """Count the checks of a question that passed."""
        return sum(check.state is State.PASSING for check in self.checks.get(function, []))

    def first_failure(self, function: str) -> Check:
        """Return the check of a failing question to look at first.

        Raises:
            StopIteration: the question is not failing.
        """
        order = (State.FAILING, State.NOT_STARTED)
        checks = self.checks[function]
        return next(check for state in order for check in checks if check.state is state)

    def unfinished_base(self, question: Question) -> Question | None:
        """Return the first question that this one needs and that does not pass yet."""
        for function in question.needs:
            if self.state(function) not in (State.PASSING, State.NOT_RUN):
                return CATALOGUE.questions[function]
        return None

    def waits_for(self, function: str) -> Question | None:
        """Return the question that a waiting question waits for."""
        bases = (check.base for check in self.checks.get(function, []))
        return next((base for base in bases if base), None)

    def record(self, question: Question, check: Check, test: str) -> None:
        """Store the result of a check; `test` is its pytest id."""
        self.checks.setdefault(question.function, []).append(check)
        self.tests[test] = check.state

    @property
    def complete(self) -> bool:
        """Whether every selected check ran and passed."""
        done = all(self.passed(function) == count for function, count in self.selected.items())
        return done and not self.not_run
