"""Lay an attack over its base, which gives a submission as a student would hand it in."""

import shutil
import subprocess
import sys
from pathlib import Path

from autograder.audit.attacks.read import DESCRIPTION, MAKER, Attack, AttackError
from autograder.catalog import Project

ARCHIVE = "submission.zip"
MAKER_SECONDS = 60


def assemble(attack: Attack, project: Project, folder: Path) -> Path:
    """Write the submission into the new folder `folder`, and return the path to grade: it, or a zip in it.

    A file that is named like a module of the assignment is appended to the base's; any other is copied as
    it is. A `submission.zip` replaces all of it. An attack's own `make.py FOLDER` makes what git cannot
    store: links, pipes, odd names.

    Raises:
        AttackError: `make.py` failed.
    """
    lay_base(attack.base, project, folder)
    modules = {module.path for module in project.assignment.modules}
    for path in sorted(attack.folder.iterdir()):
        target = folder / path.name
        if path.name in (DESCRIPTION, MAKER, "__pycache__"):
            continue
        if path.name in modules and path.is_file():
            target.write_bytes(target.read_bytes() + b"\n\n" + path.read_bytes())
            continue
        if target.is_file() != path.is_file():
            _remove(target)  # a folder that is named like a file of the base, or the other way round
        if path.is_dir() and not path.is_symlink():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy2(path, target, follow_symlinks=False)
    if (attack.folder / MAKER).is_file():
        _make(attack, folder)
    return folder / ARCHIVE if (folder / ARCHIVE).is_file() else folder


def lay_base(base: str, project: Project, folder: Path) -> None:
    """Copy the stubs or the reference into a new folder, with the stubs of the written answers."""
    home = project.assignment_folder if base == "stubs" else project.solutions_folder
    for each in project.assignment.modules:
        (folder / each.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(home / each.path, folder / each.path)
    for answer in project.assignment.written:
        (folder / answer.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.assignment_folder / answer.path, folder / answer.path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make(attack: Attack, folder: Path) -> None:
    command = [sys.executable, "-B", str(attack.folder / MAKER), str(folder)]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=MAKER_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise AttackError(f"{attack.name}: {MAKER} took more than {MAKER_SECONDS} s") from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise AttackError(f"{attack.name}: {MAKER} failed: {words[-1] if words else done.returncode}")
