"""The attack suite's findings as a table, as JSON and as one line."""

import json
from dataclasses import asdict, dataclass, field

from rich.console import Console

from autograder.audit.attacks.examine import Finding


@dataclass
class Suite:
    """The results of a folder of attacks."""

    findings: list[Finding] = field(default_factory=list)
    shared: str = ""
    """Why the run had no file system of its own; nothing when it had."""
    seconds: float = 0.0
    late: list[str] = field(default_factory=list)
    """What was wrong with an honest submission after all of them."""

    @property
    def complaints(self) -> list[str]:
        """Everything that went wrong."""
        own = [f"{each.name}: {complaint}" for each in self.findings for complaint in each.complaints]
        return own + self.late


def summary(suite: Suite) -> str:
    """Return the last line: how many attacks, how many succeeded, at which level, in what time.

    >>> summary(Suite([Finding("one", level="3"), Finding("two", level="3", complaints=["a", "b"])]))
    '2 attacks, 1 succeeded; level 3; peak of the grader 0 MiB; 0 s'
    """
    findings = suite.findings
    succeeded = sum(bool(each.complaints) for each in findings)
    levels = ", ".join(sorted({each.level for each in findings if each.level})) or "unknown"
    peak = max((each.peak_mib for each in findings), default=0.0)
    return (
        f"{len(findings)} attacks, {succeeded} succeeded; level {levels}; "
        f"peak of the grader {peak:.0f} MiB; {suite.seconds:.0f} s"
    )


def to_json(suite: Suite) -> str:
    """Return all of it, for machines."""
    content = {
        "attacks": {each.name: asdict(each) for each in suite.findings},
        "complaints": suite.complaints,
        "file_system": suite.shared or "private",
        "seconds": round(suite.seconds, 1),
        "summary": summary(suite),
    }
    return json.dumps(content, indent=1)


def print_suite(suite: Suite, console: Console) -> None:
    """Print a line for each attack, then the complaints, then the summary."""
    rows: list[tuple[str, ...]] = [("attack", "grade", "level", "s", "stopped by", "how its checks ended")]
    rows += [_row(each) for each in suite.findings]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        _print("  ".join([*cells, row[5]]), console)
    if suite.shared:
        _print(f"This run had no file system of its own: {suite.shared}.", console)
    for complaint in suite.complaints:
        _print(f"! {complaint}", console, style="red")
    _print(summary(suite), console)


def _row(each: Finding) -> tuple[str, ...]:
    grade = "none" if each.score is None else f"{each.score:g} of {each.expected:g}"
    by = "NOTHING" if each.complaints else ", ".join(each.stopped_by) or "-"
    # Files that were not written and code that was not run are the same for most attacks.
    telling = {kind: n for kind, n in each.ends.items() if not kind.startswith("not ")} or each.ends
    kind, n = next(iter(telling.items()), ("all passed", 0))
    return each.name, grade, each.level, f"{each.seconds:.1f}", by, f"{n} x {kind}"[:90] if n else kind


def _print(line: str, console: Console, style: str = "") -> None:
    console.print(line, style=style, highlight=False, markup=False, soft_wrap=True)
