"""The zip that an instructor uploads to Gradescope: the grader, the hidden tests and the key; no solution."""

from collections.abc import Iterable
from pathlib import Path

from autograder.answer_key.build import packed_key
from autograder.answer_key.runs import Track, untracked
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.release.archive import zip_bytes

PACKAGE = Path(__file__).parents[2]
HERE = Path(__file__).parent
# Packages that run inside the container as a whole, and single files of others.
PACKAGES = ("catalog", "submissions", "sandbox", "grading", "messages/students")
SINGLE_FILES = (
    "__init__.py",
    "errors.py",
    "files.py",
    "tables.py",
    "testing.py",
    "text.py",
    "messages/__init__.py",
    "platforms/__init__.py",
    "platforms/feedback.py",
    "platforms/run.py",
    "platforms/writer.py",
    "platforms/gradescope/__init__.py",
    "platforms/gradescope/container.py",
    "platforms/gradescope/results.py",
)
MAX_BYTES = 400_000


def gradescope_zip(
    project: Project, seed: int, track: Track = untracked, chaffs: Iterable[str] | None = None
) -> bytes:
    """Return the zip's bytes: the same for the same sources and seed.

    Args:
        project: the course.
        seed: the term's.
        track: shows the progress of what takes long.
        chaffs: ids of the wrong ideas that the grader is to recognise; all by default.

    Raises:
        GraderError: the solutions do not pass the hidden tests, or the zip is too large.
    """
    entries = {
        "setup.sh": (HERE / "setup.sh").read_bytes(),
        "run_autograder": (HERE / "run_autograder.sh").read_bytes(),
        "requirements.txt": (HERE / "requirements.txt").read_bytes(),
        "key.json.xz": packed_key(project, seed, track, chaffs).to_bytes(),
    }
    paths = [PACKAGE / name for name in SINGLE_FILES]
    for package in PACKAGES:
        paths += [path for suffix in ("py", "ini") for path in (PACKAGE / package).rglob(f"*.{suffix}")]
    for path in paths:
        entries[f"autograder/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    content = [
        project.catalog_file,
        *project.hidden_tests_folder.glob("*.py"),
        *project.worker_models_folder.glob("*.py"),
        *(project.assignment_folder / "provided").glob("*.py"),
    ]
    for path in content:
        entries[path.relative_to(project.root).as_posix()] = path.read_bytes()
    zipped = zip_bytes(entries, executable={"setup.sh", "run_autograder"}, compressed=True)
    if len(zipped) > MAX_BYTES:
        raise GraderError(f"the zip has {len(zipped):,} bytes, more than {MAX_BYTES:,}")
    return zipped
