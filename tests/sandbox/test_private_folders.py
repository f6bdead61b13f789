"""Private folders: only the needed places below them are seen, and an interpreter in one works at level 3."""

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import forked
import pytest
from needs import cannot_run

from autograder.catalog import Project
from autograder.sandbox.inside.layers.namespaces import own_view
from autograder.sandbox.inside.layers.private_folders import Routes, require_open, show
from autograder.sandbox.inside.layers.system import LayerError
from autograder.sandbox.zygote import SandboxError, Zygote

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

def readable(file):
    try:
        return bool(open(file).read())
    except OSError:
        return False

def look(root, stage):
    secret = readable(root + "/autograder/errors.py")
    return [secret, readable(stage + "/student.py"), os.getcwd() == stage]
"""


SYSTEM_PYTHON = Path("/usr/bin", f"python3.{sys.version_info[1]}")
VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
PACKAGES = Path("lib", VERSION, "site-packages")


@dataclass(frozen=True)
class Layout:
    """Where an interpreter and its packages lie: what to run, and what to bind to where."""

    python: Path
    prefixes: tuple[Path, Path]
    """What `sys.prefix` and `sys.base_prefix` are then."""
    binds: dict[Path, str]


def folders(*paths: Path) -> None:
    for path in paths:
        path.mkdir(parents=True, exist_ok=True)


def environment(folder: Path, python: Path) -> Path:
    """Make a virtual environment of an interpreter, as `venv` does; return where its packages go."""
    folders(folder / PACKAGES, folder / "bin")
    (folder / "bin" / "python").symlink_to(python)
    (folder / "pyvenv.cfg").write_text(f"home = {python.parent}\n", encoding="utf-8")
    return folder / PACKAGES


def of_venv(home: Path) -> Layout:
    python, prefix = home / "python", home / "checkout" / ".venv"
    folders(python)
    binds = {python: sys.base_prefix, environment(prefix, python / "bin" / VERSION): OWN_PACKAGES}
    return Layout(prefix / "bin" / "python", (prefix, python), binds)


def of_link(home: Path) -> Layout:
    layout = of_venv(home)
    (home / "link").symlink_to(layout.prefixes[0])
    return replace(
        layout, python=home / "link" / "bin" / "python", prefixes=(home / "link", layout.prefixes[1])
    )


def of_two_private_folders(home: Path) -> Layout:
    """As uv and pyenv do: versions behind a link in one private folder, environments in another."""
    real, short = home / ".share" / "pythons" / "3.11.7", home / ".share" / "pythons" / "3.11"
    prefix, link = home / ".envs" / "inner" / "course", home / "checkout" / ".venv"
    folders(real, home / ".envs" / "inner")
    short.symlink_to(real.name)
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(Path("..", ".share", "pythons", "3.11", "bin", VERSION))
    binds = {real: sys.base_prefix, environment(prefix, home / "bin" / "python3"): OWN_PACKAGES}
    (prefix / "pyvenv.cfg").write_text(f"home = {short}/bin\n", encoding="utf-8")
    link.symlink_to(Path("..", ".envs", "inner", "course"))
    for private in (home / ".share", home / ".share" / "pythons", home / ".envs", home / ".envs" / "inner"):
        private.chmod(0o700)
    return Layout(link / "bin" / "python", (link, short), binds)


def of_conda(home: Path) -> Layout:
    """No pyvenv.cfg: the packages are the interpreter's own. The prefix lies in another one, both private."""
    base = home / "miniconda3"
    prefix = base / "envs" / "course"
    folders(prefix)
    base.chmod(0o700)
    # Debian's Python has its packages elsewhere.
    places = (PACKAGES, Path("local", "lib", VERSION, "dist-packages"))
    packages = next(place for place in places if Path(sys.base_prefix, place).is_dir())
    binds = {prefix: sys.base_prefix, prefix / packages: OWN_PACKAGES}
    return Layout(prefix / "bin" / VERSION, (prefix, prefix), binds)


def of_system(home: Path) -> Layout:
    """An environment of the system's own interpreter, in two private folders."""
    if not SYSTEM_PYTHON.exists():
        cannot_run(f"needs {SYSTEM_PYTHON}, for the packages of this Python")
    prefix = home / "private" / "venv"
    packages = environment(prefix, SYSTEM_PYTHON)
    (home / "private").chmod(0o700)
    return Layout(prefix / "bin" / "python", (prefix, Path("/usr")), {packages: OWN_PACKAGES})


LAYOUTS = [of_venv, of_link, of_two_private_folders, of_conda, of_system]
OWN_PACKAGES = sysconfig.get_path("purelib")
USER = 64_123
"""An ordinary user, who has all of it below a home of their own."""


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
    """What a worker says whose interpreter, environment, checkout and temporary folder are below `home`.

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
