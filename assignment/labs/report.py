"""What a lab found: tables, claims and a figure, on the screen and in `lab_results`."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDTH = 100


@dataclass(frozen=True)
class Claim:
    """A statement that the run can refute: `value` is at most, or at least, a limit.

    >>> claim = Claim("the model beats gzip", 2.12, at_most=2.29)
    >>> claim.holds, round(claim.margin, 2)
    (True, 0.17)
    """

    text: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    hint: str = ""
    """What to look at if it does not hold."""

    @property
    def margin(self) -> float:
        """The distance to the limit; negative if the claim does not hold."""
        margins = []
        if self.at_most is not None:
            margins.append(self.at_most - self.value)
        if self.at_least is not None:
            margins.append(self.value - self.at_least)
        return min(margins)

    @property
    def holds(self) -> bool:
        """Whether the value keeps its limits; NaN keeps none."""
        return self.margin >= 0

    def line(self) -> str:
        """Return the claim with its numbers, on one line."""
        limits = [f"at most {_short(self.at_most)}"] if self.at_most is not None else []
        limits += [f"at least {_short(self.at_least)}"] if self.at_least is not None else []
        mark = "holds" if self.holds else "DOES NOT HOLD"
        hint = f" {self.hint}" if self.hint and not self.holds else ""
        return f"{mark}: {self.text} ({_short(self.value)}; claimed: {' and '.join(limits)}).{hint}"


@dataclass
class Report:
    """The result of one lab."""

    look: str
    """One sentence on what to look at in the figure."""
    tables: list[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = field(default_factory=list)
    """Title, header and rows of each table."""
    samples: list[tuple[str, str]] = field(default_factory=list)
    """Texts to show, each with a title."""
    claims: list[Claim] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    """Sentences that a written answer can cite."""
    notes: list[str] = field(default_factory=list)
    """What was left out, and why."""
    draw: Callable[[Any], None] | None = None
    """Draws on a matplotlib figure."""
    text_figure: str = ""
    """The figure for a screen without pictures."""
    values: dict[str, Any] = field(default_factory=dict)
    """Numbers for tests, by name."""

    def text(self, title: str, command: str, *, with_figure: bool) -> str:
        """Return the whole report as text."""
        blocks = [f"{title}\n{'=' * len(title)}"]
        blocks += [f"{name}\n{table(header, rows)}" for name, header, rows in self.tables]
        blocks += [f"{name}\n{_indented(text)}" for name, text in self.samples]
        if with_figure and self.text_figure:
            blocks.append(self.text_figure)
        blocks.append(f"Look at this: {self.look}")
        blocks.append("What this run claims\n" + "\n".join(f"- {claim.line()}" for claim in self.claims))
        if not all(claim.holds for claim in self.claims):
            blocks.append(
                "Something is off: a function of yours differs from its docstring, or the run was unlucky."
            )
        if self.notes:
            blocks.append("\n".join(f"Note: {note}" for note in self.notes))
        blocks.append(
            f"To cite (your own run of {command})\n" + "\n".join(f"- {line}" for line in self.summary)
        )
        return "\n\n".join(blocks) + "\n"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with aligned columns; all but the first are aligned to the right.

    >>> print(table(["", "bytes"], [["a", "4"], ["bb", "16"]]))
          bytes
      a       4
      bb     16
    """
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  "
        + "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step, so that a stopped run leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _indented(text: str) -> str:
    return "\n".join(f"  | {line}" for line in text.splitlines() or [""])


def _short(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:.3g}"
