"""Run `otter assign` on a master notebook, in a folder that is removed whatever happens."""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.notebook.cut import NotebookError

MAX_SECONDS = 900
MASTER = "notebook.ipynb"


@dataclass(frozen=True)
class Assigned:
    """Otter's output: the student notebook, and the entries of its zip by name."""

    student: bytes
    zip_entries: dict[str, bytes]
    executable: frozenset[str]


def otter_assign(master: bytes, files: Mapping[str, str]) -> Assigned:
    """Return the output of `otter assign` for a master notebook. Otter also tests the solutions.

    Args:
        master: the notebook's content.
        files: files that lie beside it, by path.

    Raises:
        NotebookError: Otter failed, or its result is incomplete; the text has the last line of its errors.
    """
    with tempfile.TemporaryDirectory(prefix="otter-assign-") as temporary:
        folder, home = Path(temporary, "work"), Path(temporary, "home")
        home.mkdir()
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (folder / MASTER).write_bytes(master)
        command = [sys.executable, "-m", "otter", "assign", MASTER, "made"]
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=_environment(home),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=MAX_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise NotebookError(f"otter assign did not end within {MAX_SECONDS} s") from error
        if done.returncode != 0:
            raise NotebookError(f"otter assign failed: {_last_line(done.stderr, done.returncode)}")
        return _collect(folder / "made")


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which neither the user's kernels nor other settings of Jupyter count."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    folders = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return {**inherited, **folders, "IPYTHONDIR": str(home / "ipython"), "JUPYTER_PREFER_ENV_PATH": "1"}


def _last_line(text: str, status: int) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else f"exit status {status}, without a word"


def _collect(made: Path) -> Assigned:
    """Read Otter's results."""
    student = made / "student" / MASTER
    zips = sorted((made / "autograder").glob("*.zip"))
    if not student.is_file() or len(zips) != 1:
        raise NotebookError("otter assign ended well, but made no student notebook or not exactly one zip")
    with zipfile.ZipFile(zips[0]) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        executable = {info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o111}
    return Assigned(student.read_bytes(), entries, frozenset(executable & entries.keys()))
