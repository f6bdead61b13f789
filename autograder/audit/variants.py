"""`autograder audit variants`: wheats, chaffs and the matrix, with a last line that sums up."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.answer_key.fingerprints import ambiguous_fingerprints, recorded_fingerprints
from autograder.answer_key.runs import Track, VariantRun, run_variants, untracked
from autograder.answer_key.variants import read_variants
from autograder.audit.judge import (
    Complaint,
    ComplaintKind,
    complaints_about_chaff,
    complaints_about_hints,
    complaints_about_matrix,
    complaints_about_wheat,
    matrix_text,
)
from autograder.catalog import Project
from autograder.grading.key import Key


@dataclass(frozen=True)
class Audit:
    """The results of an audit."""

    wheats: list[VariantRun]
    chaffs: list[VariantRun]
    complaints: list[Complaint]

    @property
    def summary(self) -> str:
        """The last line: variants, complaints and duration."""
        runs = self.wheats + self.chaffs
        kinds = Counter(complaint.kind for complaint in self.complaints)
        seconds = sorted(run.seconds for run in runs)
        median = seconds[len(seconds) // 2] if seconds else 0.0
        return (
            f"{len(self.wheats)} wheats, {kinds[ComplaintKind.WHEAT_REJECTED]} rejected; "
            f"{len(self.chaffs)} chaffs, {kinds[ComplaintKind.CHAFF_NOT_CAUGHT]} not caught; "
            f"{len(self.complaints)} complaints; {sum(seconds):.0f} s, {median:.2f} s a variant (median)"
        )

    def to_json(self) -> str:
        """Return all of it, for machines."""
        content: dict[str, Any] = {
            "wheats": {run.variant.id: _run_json(run) for run in self.wheats},
            "chaffs": {run.variant.id: _run_json(run) for run in self.chaffs},
            "complaints": [complaint.text for complaint in self.complaints],
        }
        return json.dumps(content, indent=1)


def audit(
    project: Project, key: Key, wheats: Path, chaffs: Path, track: Track = untracked, *, compare: bool = True
) -> Audit:
    """Run all variants of both folders and report complaints.

    No two of the course's own chaffs may answer alike and have different hints; unless `compare` is false,
    they must also have the committed matrix.

    Raises:
        VariantError: a folder holds no variants, or a file is not one.
        GraderError: grading failed by a fault of ours.
    """
    wheat_variants, chaff_variants = read_variants(wheats), read_variants(chaffs)
    runs = run_variants(project, key, [*wheat_variants, *chaff_variants], track)
    wheat_runs, chaff_runs = runs[: len(wheat_variants)], runs[len(wheat_variants) :]
    complaints = [complaint for run in wheat_runs for complaint in complaints_about_wheat(run)]
    complaints += [complaint for run in chaff_runs for complaint in complaints_about_chaff(run, project)]
    if chaffs.resolve() == project.chaffs_folder.resolve():
        recorded = recorded_fingerprints(chaff_runs, project)
        complaints += complaints_about_hints(ambiguous_fingerprints(recorded))
        if compare:
            complaints += complaints_about_matrix(matrix_text(chaff_runs), project.matrix_file)
    return Audit(wheat_runs, chaff_runs, complaints)


def print_audit(found: Audit, console: Console) -> None:
    """Print the matrix, a line for each variant; then the complaints and the summary."""
    for run in [*found.wheats, *found.chaffs]:
        failed = " ".join(run.failed_parts) or "-"
        console.print(f"{run.variant.id:60} {failed}", highlight=False, markup=False, soft_wrap=True)
    for complaint in found.complaints:
        console.print(f"! {complaint}", style="red", highlight=False, markup=False, soft_wrap=True)
    console.print(found.summary, highlight=False, markup=False, soft_wrap=True)


def _run_json(run: VariantRun) -> dict[str, Any]:
    failures = {
        verdict.test: f"{verdict.words}: {verdict.detail}" for verdict in run.verdicts if not verdict.passed
    }
    return {"parts": list(run.failed_parts), "failures": failures, "seconds": round(run.seconds, 3)}
