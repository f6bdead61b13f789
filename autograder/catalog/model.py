"""The assignment as data: modules hold questions, questions hold parts, parts hold points."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A piece of a question that is worth points, all or nothing: ``1.2.core``."""

    id: str
    name: str
    points: float


@dataclass(frozen=True)
class Question:
    """One function that a student writes: ``1.2``, `next_token_loss`."""

    number: str
    function: str
    module: str
    parts: tuple[Part, ...]
    needs: tuple[str, ...]
    """Functions whose results this one's contract is stated in; a failure waits for theirs."""

    @property
    def points(self) -> float:
        """The points of all parts."""
        return sum(part.points for part in self.parts)

    @property
    def label(self) -> str:
        """How a stub, a scoreboard and a report name the question.

        >>> Question("1.2", "next_token_loss", "pretraining", (), ()).label
        'Part 1.2: next_token_loss'
        """
        return f"Part {self.number}: {self.function}"


@dataclass(frozen=True)
class Module:
    """One file that a student writes in: Part 1 is `pretraining.py`."""

    number: str
    name: str
    title: str
    hours: float
    ai: str
    questions: tuple[Question, ...]

    @property
    def path(self) -> str:
        """Where the student writes, below the assignment's folder."""
        return f"{self.name}.py"

    @property
    def points(self) -> float:
        """The points of all questions."""
        return sum(question.points for question in self.questions)


@dataclass(frozen=True)
class WrittenQuestion:
    """One answer in prose, reviewed by people: ``Q1``, `written/q1_pretraining.md`."""

    number: str
    name: str
    title: str
    summary: str
    points: float
    words: tuple[int, int]
    hours: float
    ai: str

    @property
    def path(self) -> str:
        """Where the answer stands, below the assignment's folder, with forward slashes."""
        return f"written/{self.name}.md"


@dataclass(frozen=True)
class Limits:
    """What a submission may use while it is graded."""

    call_cpu_seconds: float
    import_cpu_seconds: float
    run_wall_seconds: float
    output_characters: int


@dataclass(frozen=True)
class Sandbox:
    """How far student code must be confined, and what happens where it cannot be."""

    minimum_level: str
    """``3`` to ``0``; `docs/SECURITY.md` says what each one promises."""
    on_missing: str
    """``error``: no score, a grader's error. ``grade_and_flag``: grade, and tell staff."""


@dataclass(frozen=True)
class Assignment:
    """All of `assignment.toml`."""

    title: str
    version: str
    credits: str
    feedback: str
    visibility: str
    limits: Limits
    sandbox: Sandbox
    modules: tuple[Module, ...]
    written: tuple[WrittenQuestion, ...]
    demo: tuple[str, ...] = ()
    """Ids of chaffs that a demonstration shows, for modules that have several."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all modules, in order."""
        return tuple(question for module in self.modules for question in module.questions)

    @property
    def pieces(self) -> tuple[Module | WrittenQuestion, ...]:
        """All that a student edits, in the handout's order."""
        return (*self.modules, *self.written)

    @property
    def code_points(self) -> float:
        """Points that hidden tests give."""
        return sum(module.points for module in self.modules)

    @property
    def written_points(self) -> float:
        """Points that people give."""
        return sum(question.points for question in self.written)

    def question(self, function: str) -> Question:
        """The question that asks for `function`.

        Raises:
            KeyError: no question does.
        """
        for question in self.questions:
            if question.function == function:
                return question
        raise KeyError(function)
