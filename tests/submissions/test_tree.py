"""Only files below the folder are read, even if somebody changes them at the worst moment."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.submissions.reasons import Reason
from autograder.submissions.tree import Kind, Tree, UnreadableError

SECRET = b"the hidden tests"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's folder beside a secret."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.py").write_bytes(SECRET)
    inside = tmp_path / "handed_in" / "sub"
    inside.mkdir(parents=True)
    (inside / "a.py").write_bytes(b"mine")
    return tmp_path / "handed_in"


@pytest.fixture
def just_before(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Does something right before a name is opened."""

    def at(name: str, change: Callable[[], object]) -> None:
        really_open = os.open
        done: list[bool] = []

        def opening(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
            if path == name and not done:
                done.append(True)
                change()
            return really_open(path, flags, *arguments, **named)

        monkeypatch.setattr(os, "open", opening)

    return at


JustBefore = Callable[[str, Callable[[], object]], None]


def n_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def refused(folder: Path, *parts: str) -> Reason:
    with Tree(folder) as tree, pytest.raises(UnreadableError) as found:
        tree.read(parts, 100)
    assert str(found.value)
    return found.value.reason


def test_kinds(folder: Path) -> None:
    (folder / "link").symlink_to("sub")
    os.mkfifo(folder / "pipe")
    with Tree(folder) as tree:
        kinds = dict(tree.entries())
        assert kinds == {"sub": Kind.FOLDER, "link": Kind.LINK, "pipe": Kind.OTHER}
        assert {name: tree.kind((name,)) for name in kinds} == kinds
        assert tree.kind(("sub", "a.py")) is Kind.FILE
        for missing in (("b",), ("b", "c"), ("link", "a.py"), ("sub", "a.py", "b"), ("x" * 300,)):
            assert tree.kind(missing) is Kind.MISSING
        assert dict(tree.entries()) == kinds  # a second time


def test_a_folder_can_be_listed_while_it_is_listed(folder: Path) -> None:
    for name in "abc":
        (folder / name).touch()
    with Tree(folder) as tree:
        pairs = {(outer, inner) for outer, _ in tree.entries() for inner, _ in tree.entries()}
    assert len(pairs) == 16


@pytest.mark.parametrize(
    ("max_bytes", "cut", "content"),
    [(4, False, b"mine"), (3, True, b"min"), (4, True, b"mine"), (3, False, None)],
)
def test_so_much_and_no_more(folder: Path, max_bytes: int, cut: bool, content: bytes | None) -> None:
    with Tree(folder, ("sub",)) as tree:
        if content is not None:
            assert tree.read(("a.py",), max_bytes, cut=cut) == content
            return
        with pytest.raises(UnreadableError, match="larger than 3 bytes"):
            tree.read(("a.py",), max_bytes, cut=cut)


def test_an_endless_file_is_not_read_to_its_end(folder: Path) -> None:
    """Its size is not what it says: it grows."""
    os.truncate(folder / "sub" / "a.py", 1 << 40)
    began = time.process_time()
    assert refused(folder, "sub", "a.py") is Reason.TOO_LARGE
    assert time.process_time() - began < 1


@pytest.mark.parametrize("below", [("absent",), ("sub", "a.py"), ("link",), ("pipe",)])
def test_only_a_folder_is_a_tree(folder: Path, below: tuple[str, ...]) -> None:
    (folder / "link").symlink_to("sub")
    os.mkfifo(folder / "pipe")
    open_before = n_descriptors()
    with pytest.raises(UnreadableError, match="cannot be opened"):
        Tree(folder, below)
    assert n_descriptors() == open_before


def test_the_folder_itself_may_be_a_link_since_who_grades_has_named_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(folder)
    with Tree(tmp_path / "shortcut") as tree:
        assert tree.read(("sub", "a.py"), 100) == b"mine"


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "link.py").symlink_to(tmp_path / "secret" / "a.py")
    (folder / "secret").symlink_to(tmp_path / "secret")
    assert refused(folder, "link.py") is Reason.NOT_REGULAR
    assert refused(folder, "secret", "a.py") is Reason.NOT_REGULAR
    with Tree(folder) as tree, pytest.raises(UnreadableError):
        list(tree.entries(("secret",)))


def test_a_file_that_becomes_a_link(folder: Path, tmp_path: Path, just_before: JustBefore) -> None:
    path = folder / "sub" / "a.py"

    def swap() -> None:
        path.unlink()
        path.symlink_to(tmp_path / "secret" / "a.py")

    just_before("a.py", swap)
    assert refused(folder, "sub", "a.py") is Reason.CANNOT_READ
    assert path.read_bytes() == SECRET  # the swap came in time


def test_a_file_that_becomes_a_pipe(folder: Path, just_before: JustBefore) -> None:
    path = folder / "sub" / "a.py"

    def swap() -> None:
        path.unlink()
        os.mkfifo(path)

    just_before("a.py", swap)
    assert refused(folder, "sub", "a.py") is Reason.NOT_REGULAR
    assert path.is_fifo()


def test_a_folder_that_becomes_a_link(folder: Path, tmp_path: Path, just_before: JustBefore) -> None:
    def swap() -> None:
        (folder / "sub").rename(folder / "moved")
        (folder / "sub").symlink_to(tmp_path / "secret")

    just_before("sub", swap)
    assert refused(folder, "sub", "a.py") is Reason.NOT_REGULAR
    assert (folder / "sub" / "a.py").read_bytes() == SECRET


def test_a_folder_that_is_moved_away_while_it_is_read(
    folder: Path, tmp_path: Path, just_before: JustBefore
) -> None:
    def swap() -> None:
        (folder / "sub").rename(folder / "moved")
        (folder / "sub").symlink_to(tmp_path / "secret")

    just_before("a.py", swap)
    with Tree(folder) as tree:
        assert tree.read(("sub", "a.py"), 100) == b"mine"  # the one that was opened


def test_descriptors_are_given_back(folder: Path) -> None:
    before = n_descriptors()
    with Tree(folder, ("sub",)) as tree:
        tree.read(("a.py",), 100)
        tree.kind(("a.py", "b", "c"))
        next(tree.entries())
        with pytest.raises(UnreadableError):
            tree.read(("absent",), 100)
    assert n_descriptors() == before
