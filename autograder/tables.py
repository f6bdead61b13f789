"""Read TOML that people write, with errors that name the file, the place and the key. Layer 0."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self


class Table:
    """A TOML table with its place in the file.

    Args:
        values: its keys and values; each key is consumed once.
        place: where the table stands, for error messages.
        error: the exception to raise.
    """

    def __init__(self, values: dict[str, Any], place: str, error: type[Exception]) -> None:
        self.values = dict(values)
        self.place = place
        self.error = error

    @classmethod
    def of_file(cls, path: Path, error: type[Exception], missing: str = "") -> Self:
        """Read a whole file as a table.

        Args:
            path: the file.
            error: the exception to raise.
            missing: a hint to add to the message if there is no such file.
        """
        try:
            return cls(tomllib.loads(path.read_text(encoding="utf-8")), path.name, error)
        except FileNotFoundError as none:
            raise error(f"{path} does not exist{missing}") from none
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise error(f"{path} is not valid TOML: {wrong}") from wrong

    def take(self, key: str, what: str, right: Callable[[Any], bool]) -> Any:
        """Consume a key and return its value.

        Args:
            key: the key.
            what: what the value must be, for the error message.
            right: whether a value is valid.
        """
        if key not in self.values:
            raise self.error(f"{self.place}: {key} is missing; it must be {what}")
        value = self.values.pop(key)
        if not right(value):
            raise self.error(f"{self.place}: {key} must be {what}, not {value!r:.80}")
        return value

    def text(self, key: str, *, may_be_empty: bool = False) -> str:
        """Consume a text, without surrounding white space."""

        def right(value: object) -> bool:
            return isinstance(value, str) and (may_be_empty or value.strip() != "")

        return str(self.take(key, "a text" if may_be_empty else "a text that is not empty", right)).strip()

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """Consume a text that is one of `choices`."""
        return str(self.take(key, "one of " + ", ".join(choices), lambda v: v in choices))

    def texts(self, key: str) -> tuple[str, ...]:
        """Consume a list of texts, which may be empty."""
        return tuple(self.take(key, "a list of texts", lambda v: _is_list_of(v, str)))

    def table(self, key: str) -> Self:
        """Consume a table below this one."""
        found = self.take(key, "a table", lambda v: isinstance(v, dict))
        return type(self)(found, f"{self.place}, {key}", self.error)

    def tables(self, key: str) -> list[Self]:
        """Consume a list of one or more tables."""
        found = self.take(key, "a list of tables", lambda v: v != [] and _is_list_of(v, dict))
        return [
            type(self)(each, f"{self.place}, {key} {place}", self.error)
            for place, each in enumerate(found, start=1)
        ]

    def done(self) -> None:
        """Raise if a key was not consumed (usually a typo)."""
        if self.values:
            raise self.error(f"{self.place}: unknown key {sorted(self.values)[0]!r}")


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)
