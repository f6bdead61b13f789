"""The world that attacks run in: a copy of the checkout with canaries, in a tree of Gradescope's shape."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.audit.attacks.assemble import lay_base
from autograder.audit.attacks.canaries import Canaries
from autograder.catalog import Project

PLACES = (
    "hidden tests", "solutions", "chaffs", "rubrics", "key", "another submission", "metadata",
    "results file", "environment", "command line", "memory",
)  # fmt: skip
HIDDEN_IN_CODE = """

# {token}
KEPT_TO_BE_FOUND = "{token}"


def _kept_to_be_found():
    kept = "{token}"
    return kept
"""


@dataclass(frozen=True)
class World:
    """Where things stand below one folder, which is `/autograder` where mounts are possible."""

    base: Path

    @property
    def project(self) -> Project:
        """The copy of the checkout."""
        return Project(self.base / "source")

    @property
    def submission(self) -> Path:
        """Where each submission is put."""
        return self.base / "submission"

    @property
    def results(self) -> Path:
        """The results file."""
        return self.base / "results" / "results.json"

    @property
    def others(self) -> Path:
        """Return another student's submission."""
        return self.base / "others" / "ada"

    @property
    def fixed(self) -> tuple[Path, ...]:
        """Places that nobody may change while submissions are graded."""
        names = ("source", "others", "submission_metadata.json", "run_autograder")
        return tuple(self.base / name for name in names)


def build_world(
    project: Project, base: Path, canaries: Canaries, settings: Mapping[str, str] | None = None
) -> World:
    """Copy the files that grading needs, and write the canaries; everybody may read all of it.

    On the platform everybody may, too: modes of files are not what should stop an attack.

    Args:
        project: the course.
        base: where the world goes.
        canaries: one for each secret place.
        settings: values of the catalog to replace, as TOML.
    """
    world, tokens = World(base), canaries.tokens
    folders = {
        project.assignment_folder: "",
        project.worker_models_folder: "",
        project.solutions_folder: tokens["solutions"],
        project.hidden_tests_folder: tokens["hidden tests"],
        project.chaffs_folder: tokens["chaffs"],
        project.rubrics_folder: tokens["rubrics"],
    }
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for folder, token in folders.items():
        if folder.is_dir():
            copy = world.project.root / folder.relative_to(project.root)
            shutil.copytree(folder, copy, ignore=ignored)
            if token:
                _hide_in(copy, token)
    catalog = project.catalog_file.read_text(encoding="utf-8")
    for name, value in (settings or {}).items():
        catalog = re.sub(rf"^{name} = \S+", f"{name} = {value}", catalog, flags=re.MULTILINE)
    _write(world.project.catalog_file, catalog)
    _write(world.project.root / ".autograder" / "notes.txt", tokens["key"])
    lay_base("reference", project, world.others)
    _hide_in(world.others, tokens["another submission"])
    earlier = {"results": {"extra_data": {"said": tokens["metadata"]}}}
    metadata = {"id": 1, "users": [{"name": "Eve"}], "previous_submissions": [earlier]}
    _write(base / "submission_metadata.json", json.dumps(metadata))
    _write(base / "run_autograder", "#!/bin/sh\nexec /autograder/source/grade\n")
    world.results.parent.mkdir()
    for path in (base, *base.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return world


def earlier_results(canaries: Canaries) -> str:
    """Return the staff's part of the results file while grading goes on."""
    return f"earlier: {canaries.tokens['results file']}"


def _hide_in(folder: Path, token: str) -> None:
    """Write a canary into every file of code or data, where it changes nothing."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            path.write_text(f"# {token}\n{text}{HIDDEN_IN_CODE.format(token=token)}", encoding="utf-8")
        elif path.suffix == ".toml":
            path.write_text(f"# {token}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
