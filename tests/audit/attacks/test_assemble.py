"""An attack laid over its base: appended code, copied files, and files that its own `make.py` makes."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.audit.attacks.assemble import assemble
from autograder.audit.attacks.read import AttackError, read_attack
from autograder.catalog import Project

Files = dict[str, str | bytes]
Make = Callable[..., Path]


@pytest.fixture
def made(with_stubs: Project, write_attack: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Write an attack and lay it over its base."""

    def make(files: Files, **keys: object) -> Path:
        folder = write_attack("attack", files, **keys)
        return assemble(read_attack(folder, with_stubs.assignment), with_stubs, tmp_path / "submission")

    return make


@pytest.mark.parametrize("base", ["stubs", "reference"])
def test_a_file_named_like_a_module_is_appended(with_stubs: Project, made: Make, base: str) -> None:
    place = made({"student.py": b"\xff no text at all"}, base=base)
    home = with_stubs.assignment_folder if base == "stubs" else with_stubs.solutions_folder
    assert (place / "student.py").read_bytes() == (
        (home / "student.py").read_bytes() + b"\n\n\xff no text at all"
    )


def test_other_files_are_copied_as_they_are(with_stubs: Project, made: Make) -> None:
    files: Files = {
        "torch.py": b"\x00\x01",
        "deep/er/student.py": "x = 1",
        "written/more.md": "mine",
    }
    place = made(files)
    assert {name: (place / name).read_bytes() for name in files} == {
        "torch.py": b"\x00\x01",
        "deep/er/student.py": b"x = 1",
        "written/more.md": b"mine",
    }
    assert not (place / "attack.toml").exists()
    answers = [answer.path for answer in with_stubs.assignment.written]
    assert {(place / path).read_text(encoding="utf-8") for path in answers} == {"(your answer)"}


def test_links_stay_links(with_stubs: Project, write_attack: Callable[..., Path], tmp_path: Path) -> None:
    folder = write_attack("attack")
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "folder").mkdir()
    (folder / "folder" / "up").symlink_to("..")
    place = assemble(read_attack(folder, with_stubs.assignment), with_stubs, tmp_path / "submission")
    assert (place / "link.py").readlink() == Path("/etc/passwd")
    assert (place / "folder" / "up").readlink() == Path("..")


def test_a_folder_may_be_named_like_a_module_and_a_file_like_a_folder(made: Make) -> None:
    place = made({"student.py/inner.py": "", "written": "a file"})
    assert (place / "student.py" / "inner.py").is_file()
    assert (place / "written").read_text(encoding="utf-8") == "a file"


def test_an_archive_stands_for_all_of_it(made: Make, tmp_path: Path) -> None:
    place = made({"submission.zip": b"PK no zip"})
    assert place == tmp_path / "submission" / "submission.zip"
    assert place.read_bytes() == b"PK no zip"


def test_make_py_makes_what_git_cannot_keep(made: Make) -> None:
    make = (
        "import os, sys\n"
        "os.mkfifo(os.path.join(sys.argv[1], 'student.py.fifo'))\n"
        "os.rename(os.path.join(sys.argv[1], 'student.py'), os.fsencode(sys.argv[1]) + b'/\\xff.py')\n"
    )
    place = made({"make.py": make})
    assert stat.S_ISFIFO((place / "student.py.fifo").stat().st_mode)
    assert os.fsdecode(b"\xff.py") in {path.name for path in place.iterdir()}
    assert not (place / "make.py").exists()


def test_a_make_py_that_fails_is_told_with_its_reason(made: Make) -> None:
    with pytest.raises(AttackError, match=r"^attack: make.py failed: ValueError: no luck$"):
        made({"make.py": "raise ValueError('no luck')"})


def test_a_make_py_that_hangs_is_ended(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.audit.attacks.assemble.MAKER_SECONDS", 0.5)
    with pytest.raises(AttackError, match=r"^attack: make.py took more than 0.5 s$"):
        made({"make.py": "import time\ntime.sleep(60)"})
