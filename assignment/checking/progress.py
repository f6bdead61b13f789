"""How far each question is, from the checks that ran: what failed first, and what waits for what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from checking.catalogue import CATALOGUE, Question


class State(StrEnum):
    """Where a question, or one of its checks, stands."""

    PASSING = "passing"
    FAILING = "failing"
    NOT_STARTED = "not started"
    WAITING = "waiting"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Check:
    """One check of a question: its name for the reader, and how it ended."""

    name: str
    state: State
    message: str = ""
    base: Question | None = None
    """What a waiting check waits for; None where it waits for an earlier check of its own question."""
    cause: str = ""
    """Why the function cannot be called at all, or is only partly written."""


@dataclass
class Progress:
    """What is known about each question, by the name of its function."""

    notices: list[str] = field(default_factory=list)
    """What was laid out at the start of this run, and what a new release has changed."""
    selected: dict[str, int] = field(default_factory=dict)
    """How many checks of each question this run set out to do."""
    partial: bool = False
    """Whether `-k` or the like left some checks out."""
    checks: dict[str, list[Check]] = field(default_factory=dict)
    tests: dict[str, State] = field(default_factory=dict)
    not_run: dict[str, str] = field(default_factory=dict)
    """Why the tests of a module could not run at all, by the module's name."""

    def select(self, questions: Iterable[Question]) -> None:
        """Counts the checks to do, given the question of each one."""
        self.selected = {}
        for question in questions:
            self.selected[question.function] = self.selected.get(question.function, 0) + 1

    def state(self, function: str) -> State:
        """The state of a question, from those of its checks that ran so far."""
        states = {check.state for check in self.checks.get(function, [])}
        if not states:
            return State.NOT_RUN
        if State.FAILING in states:
            return State.FAILING
        # a function that still raises its stub's error for some inputs only is under way, not unstarted
        if State.NOT_STARTED in states:
            return State.NOT_STARTED if states == {State.NOT_STARTED} else State.FAILING
        return State.WAITING if State.WAITING in states else State.PASSING

    def passed(self, function: str) -> int:
        """How many checks of a question passed."""
        return sum(check.state is State.PASSING for check in self.checks.get(function, []))

    def first_failure(self, function: str) -> Check:
        """The check of a failing question whose message is worth reading.

        Raises:
            StopIteration: the question is not failing.
        """
        order = (State.FAILING, State.NOT_STARTED)
        checks = self.checks[function]
        return next(check for state in order for check in checks if check.state is state)

    def unfinished_base(self, question: Question) -> Question | None:
        """The first question that this one builds on and that is not done yet."""
        for function in question.needs:
            if self.state(function) not in (State.PASSING, State.NOT_RUN):
                return CATALOGUE.questions[function]
        return None

    def waits_for(self, function: str) -> Question | None:
        """What the checks of a waiting question said that they wait for."""
        bases = (check.base for check in self.checks.get(function, []))
        return next((base for base in bases if base), None)

    def record(self, question: Question, check: Check, test: str) -> None:
        """Keeps how a check ended; `test` is pytest's id for it."""
        self.checks.setdefault(question.function, []).append(check)
        self.tests[test] = check.state

    @property
    def complete(self) -> bool:
        """Whether every selected check ran and passed."""
        done = all(self.passed(function) == count for function, count in self.selected.items())
        return done and not self.not_run
