"""Private folders: only the needed places below them are seen."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import forked
import pytest

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
