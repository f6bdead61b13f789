"""A tiny assignment with right and wrong variants of its own, audited once; and attacks on it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.answer_key.build import key_for
from autograder.audit.variants import Audit, audit
from autograder.catalog import Project

HIDDEN = '''
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("x", [1, 2, 30])
def test_double(student, reference, x):
    """numbers, doubled"""
    assert_same(student.double(x), reference.double(x))


@pytest.mark.part("1.1.errors")
def test_double_text(student):
    """a text is refused"""
    assert_raises(student.double("a"), "TypeError")


@pytest.mark.part("1.2.core")
def test_halve(student, reference):
    """half of an odd number"""
    assert_same(student.halve(9), reference.halve(9))
'''
RIGHT = """
def double(x):
    if isinstance(x, str):
        raise TypeError
    return x + x
"""
TWO_TOO_MANY = RIGHT.replace("x + x", "x + 2")
ACCEPTS_TEXTS = "\ndef double(x):\n    return 2 * x\n"
CHAFFS = {
    "adds_two": '"""Doubling adds two."""\n\nHINT = "What is two more than 30?"\n' + TWO_TOO_MANY,
    "accepts_texts": '"""A text has a double."""\n\nHINT = "What is a text twice?"\n' + ACCEPTS_TEXTS,
    "repeats_texts": '"""A text is repeated."""\n\nHINT = "Is a text a number?"\n' + ACCEPTS_TEXTS,
    "halves_up": '"""Halves are rounded up."""\n\ndef halve(x):\n    return (x + 1) // 2\n',
    "harmless": '"""Not wrong at all."""\n' + RIGHT,
    "spreads": '"""Adds two, and to what is halved."""\n'
    + TWO_TOO_MANY
    + "\n\nglobals()['halve'] = double\n",
    "idle": '"""Changes nothing."""\n\ndef triple(x):\n    return 3 * x\n',
}
WHEATS = {
    "adds": '"""Doubling is adding."""\n' + RIGHT,
    "as_float": '"""Half of a number is a float."""\n\ndef halve(x):\n    return x / 2\n',
}


def write_variants(folder: Path, variants: dict[str, str]) -> None:
    """Write variants of the module `student`."""
    (folder / "student").mkdir(parents=True, exist_ok=True)
    for name, text in variants.items():
        (folder / "student" / f"{name}.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def small(tiny: Callable[..., Project]) -> Project:
    """The tiny assignment, with variants of all kinds. Only read it."""
    project = tiny(HIDDEN)
    write_variants(project.wheats_folder, WHEATS)
    write_variants(project.chaffs_folder, CHAFFS)
    return project


@pytest.fixture(scope="session")
def found(small: Project) -> Audit:
    """The results of an audit of the variants."""
    wheats, chaffs = small.wheats_folder, small.chaffs_folder
    return audit(small, key_for(small, 1), wheats, chaffs)


@pytest.fixture(scope="session")
def with_stubs(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy with stubs, as attacks are laid over them. Only read it."""
    copy = Project(shutil.copytree(small.root, tmp_path_factory.mktemp("stubs") / "root"))
    stub = "def double(x):\n    raise NotImplementedError\n\n\ndef halve(x):\n    raise NotImplementedError\n"
    (copy.assignment_folder / "student.py").write_text(stub, encoding="utf-8")
    for answer in copy.assignment.written:
        path = copy.assignment_folder / answer.path
        path.parent.mkdir(exist_ok=True)
        path.write_text("(your answer)", encoding="utf-8")
    return copy


@pytest.fixture
def write_attack(tmp_path: Path) -> Callable[..., Path]:
    """Write an attack's folder: ``write_attack("name", {"student.py": "…"}, base="stubs")``.

    A description that is given as a whole stands for itself.
    """

    def write(
        name: str, files: dict[str, str | bytes] | None = None, description: str | None = None, **keys: object
    ) -> Path:
        folder = tmp_path / "attacks" / name
        folder.mkdir(parents=True)
        if description is None:
            table = {"tries": "something", "base": "reference", **keys}
            description = "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        (folder / "attack.toml").write_text(description, encoding="utf-8")
        for path, content in (files or {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
