"""What cases are made of: the course's files, archives of them, and what comes of a case."""

import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Project

Files = dict[str, bytes]
FULL = 70.0
FIVE = ("pretraining", "finetuning", "memory", "sharding", "context")
ANSWERS = ("q1_pretraining", "q2_finetuning", "q3_scale", "q4_context", "q5_society")


@dataclass(frozen=True)
class Case:
    """One way in which work arrives, and what comes of it."""

    files: Files
    points: float = FULL
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    form: str = "folder"
    """`folder`: the files lie in a folder. `file`: there is one, which is named itself."""
    links: Mapping[str, str] | None = None
    answers: int = 0
    """How many written answers are received."""
    is_refused: bool = False
    """The notes are pieces of the reason."""
    is_quiet: bool = False
    """Whether there is to be no note at all."""
    is_noted_late: bool = False
    """Whether the notes are made while it is graded."""
    is_staged: bool = True
    """Whether the grade follows from the staged files: they are the solutions' own or they earn nothing."""


@dataclass(frozen=True)
class Course:
    """The files that cases are made of."""

    solutions: Files
    stubs: Files
    points: Mapping[str, float]
    answer: bytes

    @classmethod
    def of(cls, project: Project) -> "Course":
        modules = project.assignment.modules
        return cls(
            {each.path: (project.solutions_folder / each.path).read_bytes() for each in modules},
            {each.path: (project.assignment_folder / each.path).read_bytes() for each in modules},
            {each.name: each.points for each in modules},
            b"# Q\n<!-- ANSWER BEGINS -->\nMy own words are these.\n<!-- ANSWER ENDS -->\n",
        )

    def written(self, folder: str = "written/", suffix: str = ".md") -> Files:
        return {f"{folder}{name}{suffix}": self.answer for name in ANSWERS}

    def but(self, name: str, content: bytes | None = None) -> Files:
        """The solutions, with another content of a file, or without it."""
        files = {**self.solutions, name: content or b""}
        return {key: value for key, value in files.items() if key != name or content is not None}

    def first(self, text: str, name: str = "memory.py") -> Files:
        """The solutions, with lines put above the imports of a file."""
        lines = self.solutions[name].decode().splitlines(keepends=True)
        imports = [n for n, line in enumerate(lines) if line.startswith(("import ", "from "))]
        place = next(n for n in imports if "__future__" not in lines[n])
        return {**self.solutions, name: "".join([*lines[:place], text, "\n", *lines[place:]]).encode()}


CASES: dict[str, Callable[[Course], Case]] = {}


def case(make: Callable[[Course], Case]) -> Callable[[Course], Case]:
    CASES[make.__name__] = make
    return make


def below(files: Files, folder: str) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def as_zip(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_tar(files: Files) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def hand_in(made: Case, folder: Path) -> Path:
    """Write a case's files, and return what is graded."""
    folder.mkdir(parents=True)
    for name, content in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, target in (made.links or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)
    return folder / next(iter(made.files)) if made.form == "file" else folder
