"""The attack suite's findings as a table, as JSON and as one line."""

import json
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.audit.attacks.examine import Finding


@dataclass
class Suite:
    """What came of a folder of attacks."""

    findings: list[Finding] = field(default_factory=list)
    shared: str = ""
    """Why the run had no file system of its own; nothing when it had."""
    seconds: float = 0.0
    late: list[str] = field(default_factory=list)
    """What was wrong with an honest submission after all of them."""

    @property
    def complaints(self) -> list[str]:
        """Everything that went otherwise than it should."""
        own = [f"{each.name}: {complaint}" for each in self.findings for complaint in each.complaints]
        return own + self.late


def summary(suite: Suite) -> str:
    """The last line: how many attacks, how many succeeded, at which level, in what time.

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
    """All of it, for machines."""
    content = {
        "attacks": {each.name: asdict(each) for each in suite.findings},
        "complaints": suite.complaints,
        "file_system": suite.shared or "private",
        "seconds": round(suite.seconds, 1),
        "summary": summary(suite),
    }
    return json.dumps(content, indent=1)


def print_suite(suite: Suite, console: Console) -> None:
    """A row for each attack, then the complaints, then the sum."""
    table = Table(show_edge=False, pad_edge=False)
    for name in ("Attack", "Grade", "Level", "Stopped by", "How its checks ended"):
        table.add_column(name, overflow="fold")
    table.add_column("s", justify="right")
    for each in suite.findings:
        table.add_row(*map(escape, _cells(each)), style="red" if each.complaints else None)
    console.print(table)
    if suite.shared:
        note = f"No file system of this run's own: {suite.shared}."
        console.print(note, highlight=False, markup=False, soft_wrap=True)
    for complaint in suite.complaints:
        console.print(f"! {complaint}", style="red", highlight=False, markup=False, soft_wrap=True)
    console.print(summary(suite), highlight=False, markup=False, soft_wrap=True)


def _cells(each: Finding) -> list[str]:
    grade = "none" if each.score is None else f"{each.score:g} of {each.expected:g}"
    by = ", ".join(each.stopped_by) if not each.complaints else "SUCCEEDED"
    ends = "; ".join(f"{n} x {kind}" for kind, n in list(each.ends.items())[:2])
    return [each.name, grade, each.level, by, ends[:120] or "all passed", f"{each.seconds:.1f}"]
