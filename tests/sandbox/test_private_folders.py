"""Private folders: only the needed places below them are seen, and an interpreter in one works at level 3."""

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import forked
import pytest

from autograder.catalog import Project
from autograder.sandbox.inside.layers.namespaces import own_view
from autograder.sandbox.inside.layers.private_folders import Routes, require_open, show
from autograder.sandbox.inside.layers.system import LayerError

NOBODY = 234_568
MakeFolder = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> MakeFolder:
    """Make a folder with a file `name.txt` in it, below `tmp_path`: ``make("a/b", private=True)``."""
    tmp_path.chmod(0o755)

    def folder(name: str, *, private: bool = False) -> Path:
        path = tmp_path / name
        path.mkdir(parents=True)
        (path / "name.txt").write_text(name, encoding="utf-8")
        path.chmod(0o700 if private else 0o755)
        return path

    return folder


def as_worker(places: list[Path], check: Callable[[], object]) -> None:
    """Run `check` as another user who is shown `places`."""

    def work() -> None:
        os.umask(0o077)
        own_view()
        show(map(str, places))
        require_open(map(str, places))
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        check()

    forked.run(work)


def can_read(*folders: Path) -> Callable[[], None]:
    def check() -> None:
        for folder in folders:
            assert (folder / "name.txt").read_text(encoding="utf-8")

    return check


@pytest.mark.root
def test_only_the_places_are_seen(make: MakeFolder) -> None:
    home, near, far = make("home", private=True), make("home/near"), make("home/a/b/far")
    other = make("home/other")

    def check() -> None:
        can_read(near, far)()
        assert not other.exists()
        assert sorted(path.name for path in home.iterdir()) == ["a", "near"]
        for place in (home, near):
            with pytest.raises(OSError):
                (place / "new").touch()

    as_worker([near, far], check)


@pytest.mark.root
def test_places_and_private_folders_lie_in_one_another(make: MakeFolder) -> None:
    make("home", private=True)
    outer, inner = make("home/outer"), make("home/outer/private", private=True)
    place, hidden = make("home/outer/private/place"), make("home/outer/private/hidden")
    beside = make("home/beside", private=True)
    another = make("home/beside/another")

    def check() -> None:
        can_read(outer, place, another)()
        assert not hidden.exists()
        assert [path.name for path in inner.iterdir()] == ["place"]
        assert [path.name for path in beside.iterdir()] == ["another"]

    as_worker([place, another, outer, place], check)


@pytest.mark.root
def test_literal_paths_through_links_work(make: MakeFolder) -> None:
    home, elsewhere = make("home", private=True), make("elsewhere", private=True)
    make("home/real/place"), make("elsewhere/place")
    (home / "first").symlink_to("second")
    (home / "second").symlink_to(home / "real" / ".." / "real")
    (home / "real" / "out").symlink_to(elsewhere)
    literal = [home / "first" / "place", home / "first" / "out" / "place"]

    def check() -> None:
        can_read(*literal)()
        assert not (home / "name.txt").exists()
        assert not (elsewhere / "name.txt").exists()

    as_worker(literal, check)


@pytest.mark.root
def test_a_place_that_is_itself_private_is_refused(make: MakeFolder) -> None:
    place = make("place", private=True)
    with pytest.raises(AssertionError, match=f"LayerError: {place} is private"):
        as_worker([place], lambda: None)


@pytest.mark.root
def test_nothing_is_mounted_where_nothing_is_private() -> None:
    def work() -> None:
        own_view()
        before = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        show(["/usr/lib", "/tmp"])
        assert Path("/proc/self/mountinfo").read_text(encoding="utf-8") == before

    forked.run(work)


def test_the_folder_in_the_way_is_named() -> None:
    with tempfile.TemporaryDirectory() as home:
        place = Path(home, "place")
        place.mkdir(mode=0o755)
        with pytest.raises(LayerError, match=f", and {home} keeps other users from {place}: use a Python"):
            require_open([str(place)])


def test_links_in_a_circle_are_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        Routes.to([str(tmp_path / "a")])


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

def look(root, stage):
    return [os.path.exists(root + "/autograder"), os.path.exists(stage + "/student.py"), os.getcwd() == stage]
"""


@pytest.fixture
def report(project: Project, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """What a worker says whose interpreter, environment, checkout and temporary folder are below one home.

    The real interpreter and its packages are bound into it, in a mount namespace that ends with the grader.
    """
    home, handed_in = tmp_path / "home", tmp_path / "handed in"
    handed_in.mkdir()
    (handed_in / "student.py").write_text(STUDENT, encoding="utf-8")
    checkout, python = home / "checkout", home / "python"
    ignored = shutil.ignore_patterns("__pycache__", "course")
    shutil.copytree(project.root / "autograder", checkout / "autograder", ignore=ignored)
    mini = Path("tests", "mini_assignment", "assignment", "provided")
    shutil.copytree(project.root / mini, checkout / mini)
    environment = checkout / ".venv"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = environment / "lib" / version / "site-packages"
    for folder in (packages, environment / "bin", python, home / "tmp"):
        folder.mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(python / "bin" / version)
    (environment / "pyvenv.cfg").write_text(f"home = {python}/bin\n", encoding="utf-8")
    (home / "link").symlink_to(environment)
    for folder in (tmp_path, home):
        folder.chmod(0o700)

    def run(without: str = "", *, linked: bool = False) -> dict[str, Any]:
        bind = 'mount --bind "$1" "$2" && mount --bind "$3" "$4" && shift 4 && exec "$@"'
        prefix = home / "link" if linked else environment
        binds = [sys.base_prefix, python, sysconfig.get_path("purelib"), packages]
        grader = [prefix / "bin" / "python", "-B", "-c", REPORT, checkout, without, handed_in]
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", bind, "sh", *map(str, [*binds, *grader])],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(checkout), "TMPDIR": str(home / "tmp")},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        assert said["prefixes"] == [str(prefix), str(python)]
        return said

    return run


@pytest.mark.root
@pytest.mark.parametrize("linked", [False, True], ids=["", "through a link"])
def test_a_worker_starts_with_everything_below_one_private_folder(
    report: Callable[..., dict[str, Any]], linked: bool
) -> None:
    said = report(linked=linked)
    assert (said["level"], said["missing"]) == ("3", {})
    assert said["loaded"] == "value", said["error"]
    assert said["said"] == [False, True, True]  # the checkout is not there, the submission is


@pytest.mark.root
def test_without_mounts_the_private_folder_is_named(
    report: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    said = report("namespaces")
    assert said["level"] == "0"
    closed = next(
        each for each in reversed((tmp_path, *tmp_path.parents)) if not each.stat().st_mode & stat.S_IXOTH
    )
    assert f"{closed} keeps other users from {tmp_path}" in said["missing"]["identity"]
