"""Where the files of an assignment stand.

The wheel holds `autograder` only: `assignment/` and `solutions/` are read from a checkout, so every
command works from inside one or takes `--root`. Another assignment of the same layout is another root.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.catalog.model import Assignment
from autograder.catalog.read import read_assignment


class ProjectError(Exception):
    """No checkout was found; the text says where it was looked for."""


@dataclass(frozen=True)
class Project:
    """A checkout: `assignment/`, `solutions/` and `autograder/assignment.toml` below one folder."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """The checkout at `start`, or the one that the current folder is in, or this package's own.

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
    def catalog_file(self) -> Path:
        """The one place for points, titles and limits."""
        return self.root / "autograder" / "assignment.toml"

    @property
    def assignment_folder(self) -> Path:
        """What students download."""
        return self.root / "assignment"

    @property
    def solutions_folder(self) -> Path:
        """The reference."""
        return self.root / "solutions"

    @property
    def hidden_tests_folder(self) -> Path:
        """The pytest files that score submissions."""
        return self.root / "autograder" / "hidden_tests"

    @property
    def misconceptions_folder(self) -> Path:
        """Chaffs: one wrong idea each."""
        return self.root / "autograder" / "misconceptions"

    @property
    def rubrics_folder(self) -> Path:
        """Criteria of the written answers."""
        return self.root / "autograder" / "rubrics"

    @cached_property
    def assignment(self) -> Assignment:
        """The catalog.

        Raises:
            CatalogError: `assignment.toml` cannot be used.
        """
        return read_assignment(self.catalog_file)
