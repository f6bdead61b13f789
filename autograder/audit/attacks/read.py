"""Attacks: folders with an `attack.toml` and the files of a hostile or broken submission."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.catalog import Assignment
from autograder.errors import AutograderError
from autograder.text import printable

BASES = ("stubs", "reference")
ALL = "all"
DESCRIPTION = "attack.toml"
MAKER = "make.py"


class AttackError(AutograderError):
    """A folder that is not an attack; the text says which and why."""


@dataclass(frozen=True)
class Attack:
    """One hostile or broken submission, and the points of an honest equal."""

    folder: Path
    tries: str
    """What it tries, in a sentence."""
    base: str
    """The submission that it is laid over: `stubs` or `reference`."""
    seen_in: str = ""
    """Where it was published, if it was."""
    loses: tuple[str, ...] = ()
    """What honestly fails on the base `reference`: functions, files as a whole, or ``("all",)``."""
    stopped_by: tuple[str, ...] = ()
    """The layers or rules that it falls to, for the table."""
    control: str = ""
    """The effect if nothing confines it, or why there is none."""

    @property
    def name(self) -> str:
        """The folder's name, safe to print."""
        return printable(self.folder.name)

    def expected(self, assignment: Assignment) -> dict[str, float]:
        """Return the points of each question that an honest equal of this submission gets."""
        loses = {ALL} if self.base == "stubs" else set(self.loses)
        return {
            question.number: 0.0 if loses & {ALL, module.path, question.function} else question.points
            for module in assignment.modules
            for question in module.questions
        }


def read_attacks(place: Path, assignment: Assignment) -> list[Attack]:
    """Read all attacks in a folder of such folders, by name. Plain files beside them are ignored.

    Raises:
        AttackError: there is no such folder, it is empty, or one of its folders is not an attack.
    """
    if not place.is_dir():
        raise AttackError(f"{place} is not a folder: name the one that holds the attacks' folders")
    if (place / DESCRIPTION).exists():
        raise AttackError(f"{place} is an attack itself: name the folder that it lies in")
    folders = sorted(
        (path for path in place.iterdir() if path.is_dir() and path.name != "__pycache__"),
        key=lambda path: path.name,
    )
    folders = [path for path in folders if not path.name.startswith(".")]
    if not folders:
        raise AttackError(f"{place} holds no attack: an attack is a folder with an {DESCRIPTION}")
    return [read_attack(folder, assignment) for folder in folders]


def read_attack(folder: Path, assignment: Assignment) -> Attack:
    """Read the attack in one folder.

    Raises:
        AttackError: its description is missing or wrong.
    """
    place = printable(str(folder))
    try:
        table = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AttackError(f"{place} has no {DESCRIPTION}") from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AttackError(f"{place}: {DESCRIPTION} cannot be read: {error}") from error
    fields = _Fields(table, f"{place}: {DESCRIPTION}")
    attack = Attack(
        folder,
        tries=fields.text("tries", required=True),
        base=fields.text("base", required=True),
        seen_in=fields.text("seen_in"),
        loses=fields.texts("loses"),
        stopped_by=fields.texts("stopped_by"),
        control=fields.text("control"),
    )
    fields.done()
    if attack.base not in BASES:
        raise AttackError(f"{fields.place}: base must be one of {', '.join(BASES)}, not {attack.base!r}")
    known = {question.function for question in assignment.questions} | {ALL}
    known |= {module.path for module in assignment.modules}
    for name in attack.loses:
        if name not in known:
            raise AttackError(f"{fields.place}: loses names {name!r}, which the assignment does not ask for")
    return attack


class _Fields:
    """The keys of a description, each taken once, so that an unknown one is left over."""

    def __init__(self, table: Mapping[str, Any], place: str) -> None:
        self._table = dict(table)
        self.place = place

    def text(self, key: str, *, required: bool = False) -> str:
        if key not in self._table and required:
            raise AttackError(f"{self.place}: {key} is missing")
        value = self._table.pop(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise AttackError(f"{self.place}: {key} must be a text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._table.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise AttackError(f"{self.place}: {key} must be a list of texts, not {value!r}")
        return tuple(value)

    def done(self) -> None:
        if self._table:
            raise AttackError(f"{self.place}: unknown key {sorted(self._table)[0]!r}")
