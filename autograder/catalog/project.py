"""The places of an assignment's files.

The wheel holds the engine only. Content is read from a checkout, so each command works inside one or takes
`--root`. Another assignment of the same layout is another root.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.catalog.model import Assignment
from autograder.catalog.read import read_assignment
from autograder.errors import AutograderError


class ProjectError(AutograderError):
    """No checkout was found; the text says where the search began."""


@dataclass(frozen=True)
class Project:
    """A checkout: `assignment/`, `solutions/` and `autograder/course/` below one folder."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """Return the checkout at `start`, or else around the current folder, or else this package's own.

        Raises:
            ProjectError: there is none.
        """
        if start is not None:
            candidates = [start]
        else:
            here = Path.cwd()
            candidates = [here, *here.parents, Path(__file__).parents[2]]
        for folder in candidates:
            project = cls(folder.resolve())
            if project.catalog_file.is_file() and project.assignment_folder.is_dir():
                return project
        raise ProjectError(
            f"no checkout of the assignment at {start or Path.cwd()}: "
            "run the command inside one, or name it with --root"
        )

    @property
    def course_folder(self) -> Path:
        """All other content: the catalog, hidden tests, rubrics, variants and worker models."""
        return self.root / "autograder" / "course"

    @property
    def catalog_file(self) -> Path:
        """The catalog, the one source of points, titles and limits."""
        return self.course_folder / "assignment.toml"

    @property
    def assignment_folder(self) -> Path:
        """The files that students download."""
        return self.root / "assignment"

    @property
    def solutions_folder(self) -> Path:
        """The reference solutions."""
        return self.root / "solutions"

    @property
    def hidden_tests_folder(self) -> Path:
        """The pytest files that score submissions."""
        return self.course_folder / "hidden_tests"

    @property
    def chaffs_folder(self) -> Path:
        """Wrong variants of the solutions, each with one wrong idea."""
        return self.course_folder / "chaffs"

    @property
    def matrix_file(self) -> Path:
        """The committed matrix: which parts fail on which chaff."""
        return self.chaffs_folder / "matrix.txt"

    @property
    def wheats_folder(self) -> Path:
        """Right variants of the solutions, each right in another way."""
        return self.course_folder / "wheats"

    @property
    def equivalent_mutants_file(self) -> Path:
        """Mutants of the solutions that behave like them, each with the reason."""
        return self.course_folder / "equivalent_mutants.toml"

    @property
    def shared_hints_file(self) -> Path:
        """Hints that are true of small slips, too, each with the reason."""
        return self.course_folder / "shared_hints.toml"

    @property
    def worker_models_folder(self) -> Path:
        """Modules that workers load for hidden tests; the only part of the course that is not secret."""
        return self.course_folder / "worker_models"

    @property
    def rubrics_folder(self) -> Path:
        """Criteria of the written answers."""
        return self.course_folder / "rubrics"

    @cached_property
    def assignment(self) -> Assignment:
        """The catalog's content.

        Raises:
            CatalogError: `assignment.toml` cannot be used.
        """
        return read_assignment(self.catalog_file)
