"""Records the rows of all chaffs into a key: what each answers to the questions that it changes."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from autograder.answer_key.runs import VariantRun, own_questions, run_variants
from autograder.answer_key.variants import read_variants
from autograder.catalog import Project
from autograder.grading.fingerprints import Fingerprint, RecordedFingerprint, same_fingerprint
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key


def record_fingerprints(project: Project, key: Key) -> list[VariantRun]:
    """Runs every chaff of the project that has a hint, and keeps its rows in `key`.

    Raises:
        VariantError: a file is no variant.
        GraderError: grading failed by our own fault.
    """
    if not any(project.chaffs_folder.glob("*/*.py")):
        return []
    chaffs = [chaff for chaff in read_variants(project.chaffs_folder) if chaff.hint]
    runs = run_variants(project, key, chaffs, only_changed=True)
    key.fingerprints = recorded_fingerprints(runs, project)
    return runs


def recorded_fingerprints(
    runs: Iterable[VariantRun], project: Project
) -> dict[str, list[RecordedFingerprint]]:
    """The rows of the chaffs that have a hint, sorted by chaff, by the number of the question."""
    found: dict[str, list[RecordedFingerprint]] = {}
    for run in sorted(runs, key=lambda each: each.variant.id):
        for question in own_questions(run.variant, project):
            if run.variant.hint and (fingerprint := fingerprint_of(run, question.number)):
                recorded = RecordedFingerprint(run.variant.id, run.variant.hint, fingerprint)
                found.setdefault(question.number, []).append(recorded)
    return found


def fingerprint_of(run: VariantRun, number: str) -> Fingerprint:
    """The row of one question."""
    return fingerprints_by_question(run.verdicts, run.fingerprints).get(number, {})


def ambiguous_fingerprints(fingerprints: Mapping[str, list[RecordedFingerprint]]) -> list[str]:
    """A sentence for each pair of chaffs that answer alike and ask the student different things."""
    return [
        f"chaffs {one.chaff} and {other.chaff} have one row in {number}, and two hints"
        for number, recorded in fingerprints.items()
        for one, other in combinations(recorded, 2)
        if one.hint != other.hint and same_fingerprint(one.fingerprint, other.fingerprint)
    ]
