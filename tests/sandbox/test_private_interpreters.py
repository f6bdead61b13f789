"""An interpreter below private folders, however it was installed: its workers start at level 3."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from layouts import LAYOUTS, OWN_PACKAGES, VERSION, Layout, environment, folders, of_venv

from autograder.catalog import Project
from autograder.sandbox.zygote import SandboxError, Zygote

USER = 64_123
"""An ordinary user, who has all of it below a home of their own."""
REPORT = """
import json, os, sys
from pathlib import Path
from autograder.sandbox.clock import Limit
from autograder.sandbox.worker import open_worker
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

root, without = Path(sys.argv[1]), sys.argv[2].split(",")
assignment = root / "tests" / "mini_assignment" / "assignment"
with (
    Zygote(assignment, without) as zygote,
    staged(Submission(Path(sys.argv[3])), assignment / "provided") as stage,
    open_worker(zygote, stage, Limit(30)) as worker,
):
    loaded = worker.load("student", Limit(30))
    said = worker.call("student", "look", (str(root), str(stage)), {}, Limit(30))
    report = {**worker.confined.report(), "prefixes": [sys.prefix, sys.base_prefix]}
    report |= {"loaded": str(loaded.end), "error": str(loaded.error), "said": said.value}
    print(json.dumps(report))
"""
STUDENT = """
import os
import colorsys  # late: no worker has loaded it, so it is read from the interpreter's folder
import torch.nn.utils.prune

def readable(file):
    try:
        return bool(open(file).read())
    except OSError:
        return False

def look(root, stage):
    secret = readable(root + "/autograder/errors.py")
    return [secret, readable(stage + "/student.py"), os.getcwd() == stage]
"""


@pytest.fixture
def home(project: Project) -> Iterator[Path]:
    """A private folder with a checkout, a submission and a folder for temporary files, in another one."""
    with tempfile.TemporaryDirectory(prefix="layouts-") as outer:
        home = Path(outer, "home")
        folders(home / "tmp", home / "handed in")
        (home / "handed in" / "student.py").write_text(STUDENT, encoding="utf-8")
        ignored = shutil.ignore_patterns("__pycache__", "course")
        shutil.copytree(project.root / "autograder", home / "checkout" / "autograder", ignore=ignored)
        mini = Path("tests", "mini_assignment", "assignment", "provided")
        shutil.copytree(project.root / mini, home / "checkout" / mini)
        home.chmod(0o700)
        yield home


def report(layout: Layout, home: Path, without: str = "", user: int = 0) -> dict[str, Any]:
    """Return a worker's report; its interpreter, environment, checkout and temporary folder are in `home`.

    The real interpreter and its packages are bound into it, in a mount namespace that ends with the grader.
    """
    if user:
        subprocess.run(["chown", "-hR", f"{user}:{user}", home.parent], check=True)
    binds = [f"mount --bind '{source}' '{target}'" for target, source in layout.binds.items()]
    closed = [each for each in Path(sys.base_prefix).parents if not each.stat().st_mode & stat.S_IXOTH]
    if user and closed:
        # Built with its own path in it, the interpreter looks for libpython where it really lies.
        prefix, source = sys.base_prefix, next(iter(layout.binds))
        binds += [f"mount -t tmpfs -o mode=755 tmpfs '{closed[-1]}'", f"mkdir -p '{prefix}'"]
        binds += [f"mount --bind '{source}' '{prefix}'"] if layout.binds[source] == prefix else []
    become = f"setpriv --reuid {user} --regid {user} --clear-groups" if user else ""
    grader = [layout.python, "-B", "-c", REPORT, home / "checkout", without, home / "handed in"]
    done = subprocess.run(
        [
            "unshare",
            "--mount",
            "sh",
            "-c",
            " && ".join([*binds, f'exec {become} "$@"']),
            "sh",
            *map(str, grader),
        ],
        capture_output=True,
        encoding="utf-8",
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(home / "checkout"), "TMPDIR": str(home / "tmp")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["prefixes"] == [str(prefix) for prefix in layout.prefixes]
    return said


@pytest.mark.root
@pytest.mark.parametrize("make_layout", LAYOUTS)
def test_a_worker_starts_with_everything_below_private_folders(
    home: Path, make_layout: Callable[[Path], Layout]
) -> None:
    home.parent.chmod(0o700)
    said = report(make_layout(home), home)
    assert (said["level"], said["missing"]) == ("3", {})
    assert said["loaded"] == "value", said["error"]
    assert said["said"] == [False, True, True]  # the checkout cannot be read, the submission can


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.parametrize("user", [0, USER])
def test_packages_that_are_links_into_a_cache_are_refused(home: Path, user: int) -> None:
    """As uv makes them with `--link-mode symlink`: what a worker imports late could not be read."""
    layout, cache = of_venv(home), home / "cache"
    packages = next(target for target, source in layout.binds.items() if source == OWN_PACKAGES)
    cache.mkdir()
    for each in Path(OWN_PACKAGES).iterdir():
        (packages / each.name).symlink_to(cache / each.name)
    binds = {target: source for target, source in layout.binds.items() if target != packages}
    said = report(replace(layout, binds={**binds, cache: OWN_PACKAGES}), home, user=user)
    assert said["level"] == "0"
    # jaxtyping comes first
    assert f"jaxtyping lies in {cache}/jaxtyping, where workers may not read" in said["missing"]["landlock"]
    assert "--link-mode copy" in said["missing"]["landlock"]


def test_an_interpreter_without_torch_is_named() -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
    ):
        python = Path(folder, "bin", "python")
        environment(Path(folder), Path(sys.base_prefix, "bin", VERSION))
        with Path(folder, "pyvenv.cfg").open("a", encoding="utf-8") as settings:
            settings.write("include-system-site-packages = false\n")
        patch.setattr(sys, "executable", str(python))
        with (
            Zygote(Path(folder)) as zygote,
            pytest.raises(SandboxError, match=f"{python} has no torch: install the packages into a virtual"),
        ):
            zygote.fork(Path(folder))


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.parametrize("make_layout", LAYOUTS)
def test_without_mounts_the_private_folder_is_named(
    home: Path, make_layout: Callable[[Path], Layout]
) -> None:
    home.parent.chmod(0o700)
    said = report(make_layout(home), home, "namespaces")
    assert said["level"] == "0"
    assert f"{home.parent} keeps other users from {home}" in said["missing"]["identity"]
    assert "use a Python and a TMPDIR that all users can read" in said["missing"]["identity"]


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.parametrize("make_layout", LAYOUTS)
def test_without_mounts_a_worker_starts_where_nothing_is_private(
    home: Path, make_layout: Callable[[Path], Layout]
) -> None:
    layout = make_layout(home)
    for path in (home.parent, *home.parent.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    said = report(layout, home, "namespaces")
    assert (said["level"], list(said["missing"])) == ("2", ["namespaces"])
    assert said["loaded"] == "value", said["error"]
    assert said["said"] == [False, True, True]


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.parametrize("make_layout", LAYOUTS)
def test_a_worker_of_an_ordinary_user_starts_below_private_folders(
    home: Path, make_layout: Callable[[Path], Layout]
) -> None:
    home.parent.chmod(0o700)
    said = report(make_layout(home), home, user=USER)
    assert said["level"] == "1", said["missing"]
    assert said["loaded"] == "value", said["error"]
    assert said["said"] == [False, True, True]
