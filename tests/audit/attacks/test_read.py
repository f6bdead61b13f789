"""The format of an attack: valid and invalid files. An error says where and why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.audit.attacks.read import Attack, AttackError, read_attack, read_attacks
from autograder.catalog import Project

Write = Callable[..., Path]
GOOD = 'tries = "it"\nbase = "stubs"\n'
FULL = """
tries = "ends the process with a results file of its own"
seen_in = "UPenn 2019"
base = "reference"
loses = ["double"]
stopped_by = ["landlock", "wire"]
control = "forges the results"
"""


def test_all_keys_are_read(small: Project, write_attack: Write) -> None:
    folder = write_attack("forges", description=FULL)
    assert read_attack(folder, small.assignment) == Attack(
        folder,
        tries="ends the process with a results file of its own",
        base="reference",
        seen_in="UPenn 2019",
        loses=("double",),
        stopped_by=("landlock", "wire"),
        control="forges the results",
    )


@pytest.mark.parametrize(
    ("base", "loses", "expected"),
    [
        ("stubs", [], {"1.1": 0, "1.2": 0}),
        ("reference", [], {"1.1": 3, "1.2": 1.5}),
        ("reference", ["double"], {"1.1": 0, "1.2": 1.5}),
        ("reference", ["student.py"], {"1.1": 0, "1.2": 0}),
        ("reference", ["all"], {"1.1": 0, "1.2": 0}),
    ],
)
def test_an_honest_equal_gets(
    small: Project, write_attack: Write, base: str, loses: list[str], expected: dict[str, float]
) -> None:
    folder = write_attack("one", base=base, loses=loses)
    assert read_attack(folder, small.assignment).expected(small.assignment) == expected


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ('base = "stubs"', "tries is missing"),
        ('tries = "it"', "base is missing"),
        ('tries = ""\nbase = "stubs"', "tries must be a text, not ''"),
        ('tries = 3\nbase = "stubs"', "tries must be a text, not 3"),
        ('tries = "it"\nbase = "solutions"', "base must be one of stubs, reference, not 'solutions'"),
        (GOOD + 'loses = ["triple"]', "loses names 'triple', which the assignment does not ask for"),
        (GOOD + 'loses = ["other.py"]', "loses names 'other.py', which the assignment does not ask for"),
        (GOOD + 'loses = "double"', "loses must be a list of texts, not 'double'"),
        (GOOD + "loses = [1]", "loses must be a list of texts, not [1]"),
        (GOOD + "stopped_by = [true]", "stopped_by must be a list of texts, not [True]"),
        (GOOD + 'looses = ["double"]', "unknown key 'looses'"),
        ("tries = ", "attack.toml cannot be read: Invalid value"),
        ('tries = "\\ud800"', "attack.toml cannot be read: "),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    small: Project, write_attack: Write, description: str, said: str
) -> None:
    write_attack("good")
    folder = write_attack("bad", description=description)
    with pytest.raises(AttackError) as error:
        read_attacks(folder.parent, small.assignment)
    assert str(error.value).startswith(f"{folder}: attack.toml")
    assert said in str(error.value)


def test_a_folder_without_a_description_is_named(small: Project, write_attack: Write) -> None:
    home = write_attack("good").parent
    (home / "notes").mkdir()
    with pytest.raises(AttackError, match=r"notes has no attack\.toml$"):
        read_attacks(home, small.assignment)


def test_a_description_that_is_no_text_is_refused(small: Project, write_attack: Write) -> None:
    folder = write_attack("bad")
    (folder / "attack.toml").write_bytes(b'tries = "\xff"')
    with pytest.raises(AttackError, match="cannot be read"):
        read_attack(folder, small.assignment)


def test_there_must_be_attacks(small: Project, tmp_path: Path, write_attack: Write) -> None:
    with pytest.raises(AttackError, match="holds no attack"):
        read_attacks(tmp_path, small.assignment)
    with pytest.raises(AttackError, match="is not a folder"):
        read_attacks(tmp_path / "absent", small.assignment)
    with pytest.raises(AttackError, match="is an attack itself"):
        read_attacks(write_attack("one"), small.assignment)


def test_files_and_hidden_folders_beside_attacks_are_left_alone(small: Project, write_attack: Write) -> None:
    home = write_attack("b").parent
    write_attack("a")
    (home / "README.md").write_text("about these", encoding="utf-8")
    (home / ".git").mkdir()
    (home / "__pycache__").mkdir()
    assert [attack.name for attack in read_attacks(home, small.assignment)] == ["a", "b"]


def test_names_that_cannot_be_printed_are_shown_escaped(small: Project, write_attack: Write) -> None:
    homes = [write_attack(name).parent for name in ("two\nlines", "caf\udce9", "[red]", "\u202e")]
    names = {attack.name for attack in read_attacks(homes[0], small.assignment)}
    assert names == {"two\\nlines", "caf\\udce9", "[red]", "\\u202e"}
