"""`autograder audit`: wheats, chaffs and the matrix, with a progress bar and a last line that sums up."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from autograder.answer_key.fingerprints import ambiguous_fingerprints, recorded_fingerprints
from autograder.answer_key.runs import VariantRun, run_variants
from autograder.answer_key.variants import Variant, read_variants
from autograder.audit.judge import (
    complaints_about_chaff,
    complaints_about_wheat,
    matrix_difference,
    matrix_text,
)
from autograder.catalog import Project
from autograder.grading.key import Key


@dataclass(frozen=True)
class Audit:
    """What an audit found."""

    wheats: list[VariantRun]
    chaffs: list[VariantRun]
    complaints: list[str]

    @property
    def summary(self) -> str:
        """The last line: what was run, what was wrong, how long it took."""
        runs = self.wheats + self.chaffs
        kinds = Counter(complaint.partition(" ")[0] for complaint in self.complaints)
        seconds = sorted(run.seconds for run in runs)
        median = seconds[len(seconds) // 2] if seconds else 0.0
        return (
            f"{len(self.wheats)} wheats, {kinds['wheat']} rejected; {len(self.chaffs)} chaffs, "
            f"{kinds['chaff']} not caught as they should be; {len(self.complaints)} complaints; "
            f"{sum(seconds):.0f} s, {median:.2f} s a variant (median)"
        )

    def to_json(self) -> str:
        """All of it, for machines."""
        content: dict[str, Any] = {
            "wheats": {run.variant.id: _run_json(run) for run in self.wheats},
            "chaffs": {run.variant.id: _run_json(run) for run in self.chaffs},
            "complaints": self.complaints,
        }
        return json.dumps(content, indent=1)


def audit(
    project: Project, key: Key, wheats: Path, chaffs: Path, console: Console, *, compare: bool = True
) -> Audit:
    """Runs all variants of both folders and says what is wrong.

    The assignment's own chaffs must also have the matrix that is committed, unless `compare` is false, and
    no two of them one row and two hints.
    """
    wheat_variants, chaff_variants = read_variants(wheats), read_variants(chaffs)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("variants", total=len(wheat_variants) + len(chaff_variants))

        def advance(_variant: Variant) -> None:
            progress.advance(task)

        runs = run_variants(project, key, [*wheat_variants, *chaff_variants], advance)
    wheat_runs, chaff_runs = runs[: len(wheat_variants)], runs[len(wheat_variants) :]
    complaints = [complaint for run in wheat_runs for complaint in complaints_about_wheat(run)]
    complaints += [complaint for run in chaff_runs for complaint in complaints_about_chaff(run, project)]
    if chaffs.resolve() == project.chaffs_folder.resolve():
        complaints += ambiguous_fingerprints(recorded_fingerprints(chaff_runs, project))
        if compare:
            complaints += matrix_difference(matrix_text(chaff_runs), project.matrix_file)
    return Audit(wheat_runs, chaff_runs, complaints)


def matrix_of(found: Audit) -> str:
    """The matrix of the chaffs, as it is committed."""
    return matrix_text(found.chaffs)


def print_audit(found: Audit, console: Console) -> None:
    """The matrix, a row for each variant; then the complaints and the sum."""
    for run in [*found.wheats, *found.chaffs]:
        failed = " ".join(run.failed_parts) or "-"
        console.print(f"{run.variant.id:60} {failed}", highlight=False, markup=False, soft_wrap=True)
    for complaint in found.complaints:
        console.print(f"! {complaint}", style="red", highlight=False, markup=False, soft_wrap=True)
    console.print(found.summary, highlight=False, markup=False, soft_wrap=True)


def _run_json(run: VariantRun) -> dict[str, Any]:
    failures = {
        verdict.test: f"{verdict.kind}: {verdict.detail}" for verdict in run.verdicts if not verdict.passed
    }
    return {"parts": list(run.failed_parts), "failures": failures, "seconds": round(run.seconds, 3)}
