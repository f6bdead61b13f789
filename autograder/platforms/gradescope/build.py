"""The zip that an instructor uploads to Gradescope: the grader, the hidden tests and the key; no solution."""

from collections.abc import Callable
from pathlib import Path

from autograder.answer_key.cache import full_key
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.release.archive import zip_bytes

# Rooms that run inside the container, and what of them only building needs.
ROOMS = ("catalog", "submissions", "sandbox", "grading")
NOT_IN_THE_ZIP = {"grading/reference.py"}
SINGLE_FILES = (
    "__init__.py",
    "errors.py",
    "files.py",
    "tables.py",
    "testing.py",
    "text.py",
    "platforms/__init__.py",
    "platforms/run.py",
    "platforms/gradescope/__init__.py",
    "platforms/gradescope/container.py",
    "platforms/gradescope/results.py",
)
# What grading imports, with what that needs: the pins are those of constraints.txt.
REQUIREMENTS = (
    "filelock", "fsspec", "iniconfig", "jaxtyping", "jinja2", "markupsafe", "mpmath", "networkx", "numpy",
    "packaging", "pluggy", "pygments", "pytest", "sympy", "torch", "typing_extensions", "wadler_lindig",
)  # fmt: skip
MAX_BYTES = 400_000


def gradescope_zip(project: Project, seed: int, say: Callable[[str], None] = print) -> bytes:
    """The zip's bytes: the same for the same sources and seed.

    Args:
        say: is told what takes long.

    Raises:
        GraderError: the solutions do not pass the hidden tests, or the zip is too large.
    """
    package = Path(__file__).parents[2]
    here = package / "platforms" / "gradescope"
    entries = {
        "setup.sh": (here / "setup.sh").read_bytes(),
        "run_autograder": (here / "run_autograder.sh").read_bytes(),
        "requirements.txt": requirements(project).encode(),
        "key.json.xz": full_key(project, seed, say).to_bytes(),
        "autograder/course/assignment.toml": project.catalog_file.read_bytes(),
    }
    paths = [package / name for name in SINGLE_FILES]
    for room in ROOMS:
        paths += [path for suffix in ("py", "ini") for path in (package / room).rglob(f"*.{suffix}")]
    for path in paths:
        name = path.relative_to(package).as_posix()
        if name not in NOT_IN_THE_ZIP:
            entries[f"autograder/{name}"] = path.read_bytes()
    for path in project.hidden_tests_folder.glob("*.py"):
        entries[f"autograder/course/hidden_tests/{path.name}"] = path.read_bytes()
    for path in project.worker_models_folder.glob("*.py"):
        entries[f"autograder/course/worker_models/{path.name}"] = path.read_bytes()
    for path in (project.assignment_folder / "provided").glob("*.py"):
        entries[f"assignment/provided/{path.name}"] = path.read_bytes()
    content = zip_bytes(entries, executable={"setup.sh", "run_autograder"})
    if len(content) > MAX_BYTES:
        raise GraderError(f"the zip has {len(content)} bytes, more than {MAX_BYTES}")
    return content


def requirements(project: Project) -> str:
    """What the container installs, pinned as `constraints.txt` pins it.

    Raises:
        GraderError: there is no constraints.txt, or it has no pin for one of them.
    """
    pins = {}
    for line in _constraints(project).read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        pins[name.strip().lower().replace("-", "_")] = version.strip()
    missing = [name for name in REQUIREMENTS if not pins.get(name)]
    if missing:
        raise GraderError(f"constraints.txt pins no {missing[0]}")
    return "".join(f"{name}=={pins[name]}\n" for name in REQUIREMENTS)


def _constraints(project: Project) -> Path:
    """The assignment's own pins, or those that this package is tested with."""
    for root in (project.root, Path(__file__).parents[3]):
        path = root / "constraints.txt"
        if path.is_file():
            return path
    raise GraderError(f"no constraints.txt in {project.root}: it pins what the container installs")
