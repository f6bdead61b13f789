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
    """A function that a student writes, such as ``1.2``, `nucleus`."""

    number: str
    function: str
    module: str
    parts: tuple[Part, ...]
    needs: tuple[str, ...]
    """Functions that this one's contract refers to; its failures are shown after theirs."""

    @property
    def points(self) -> float:
        """The points of all parts."""
        return sum(part.points for part in self.parts)

    @property
    def label(self) -> str:
        """The question's name in stubs, on the scoreboard and in reports.

        >>> Question("1.2", "nucleus", "sampling", (), ()).label
        'Part 1.2: nucleus'
        """
        return f"Part {self.number}: {self.function}"


@dataclass(frozen=True)
class Module:
    """A file that a student writes in: module 1 is `sampling.py`."""

    number: str
    name: str
    title: str
    hours: float
    ai: str
    questions: tuple[Question, ...]
    lab: str = ""
    """The lab that shows the module's functions at work; empty if there is none."""

    @property
    def path(self) -> str:
        """The file's path below the assignment's folder."""
        return f"{self.name}.py"

    @property
    def points(self) -> float:
        """The points of all questions."""
        return sum(question.points for question in self.questions)


@dataclass(frozen=True)
class WrittenQuestion:
    """An answer in prose, reviewed by people: ``Q1``, `written/q1_temperature.md`."""

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
        """The answer's path below the assignment's folder, with forward slashes."""
        return f"written/{self.name}.md"


@dataclass(frozen=True)
class Limits:
    """The resources that a submission may use while it is graded."""

    call_cpu_seconds: float
    import_cpu_seconds: float
    run_wall_seconds: float
    output_characters: int


@dataclass(frozen=True)
class Sandbox:
    """The required confinement of student code, and what happens if the machine offers less."""

    minimum_level: str
    """``3`` to ``0``; `docs/SECURITY.md` lists what each level promises."""
    on_missing: str
    """``error``: a grader's error without a score. ``grade_and_flag``: grade, and tell staff."""


@dataclass(frozen=True)
class Assignment:
    """The whole of `assignment.toml`."""

    title: str
    slug: str
    """The assignment's name in file names."""
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
        """Everything that a student edits, in the handout's order."""
        return (*self.modules, *self.written)

    @property
    def code_points(self) -> float:
        """The points of all modules, given by hidden tests."""
        return sum(module.points for module in self.modules)

    @property
    def written_points(self) -> float:
        """The points of all written questions, given by people."""
        return sum(question.points for question in self.written)

    def question(self, function: str) -> Question:
        """Return the question that asks for `function`.

        Raises:
            KeyError: no question asks for it.
        """
        for question in self.questions:
            if question.function == function:
                return question
        raise KeyError(function)
