"""The fingerprints of the chaffs, by question: recorded when first needed, and kept beside the checkout."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

from autograder.answer_key.runs import Track, VariantRun, check_names, own_questions, run_variant, untracked
from autograder.answer_key.variants import Variant, read_variants
from autograder.catalog import Project, Question
from autograder.files import write_atomically
from autograder.grading.fingerprints import Fingerprint, RecordedFingerprint, same_fingerprint
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key
from autograder.grading.start import start_zygote


class FingerprintStore(Mapping[str, Sequence[RecordedFingerprint]]):
    """The answers of each chaff with a hint, by the number of the question.

    Reading a question's entry records it, unless a file in `.autograder/` holds it already.

    Args:
        project: holds the chaffs.
        key: the reference's answers.
        track: shows the progress of recording.
        only: ids of the chaffs to record; all by default. Fewer are never kept on disk.

    Raises:
        VariantError: a chaff is not a variant.
    """

    def __init__(
        self,
        project: Project,
        key: Key,
        track: Track = untracked,
        only: Iterable[str] | None = None,
    ) -> None:
        self._project, self._key, self._track = project, key, track
        self._keep = only is None
        self._chaffs = _chaffs_by_question(project, None if only is None else set(only))
        self._recorded: dict[str, list[RecordedFingerprint]] = {}

    def __getitem__(self, number: str) -> list[RecordedFingerprint]:
        if number not in self._recorded:
            self._recorded |= self.record([number] if number in self._chaffs else [])
        return self._recorded[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._chaffs)

    def __len__(self) -> int:
        return len(self._chaffs)

    def complete(self) -> dict[str, list[RecordedFingerprint]]:
        """Record what is missing, with one progress bar, and return the entries that are not empty."""
        missing = [number for number in self._chaffs if number not in self._recorded]
        self._recorded |= self.record(missing)
        return {number: self._recorded[number] for number in self._chaffs if self._recorded[number]}

    def record(self, numbers: Sequence[str]) -> dict[str, list[RecordedFingerprint]]:
        """Return the fingerprints of some questions, from disk or from runs of their chaffs."""
        found, to_run = {}, []
        for number in numbers:
            kept = self._file(number)
            if self._keep and kept.is_file():
                content = json.loads(kept.read_text(encoding="utf-8"))
                found[number] = [RecordedFingerprint(**each) for each in content]
            else:
                found[number] = []
                to_run += [(number, chaff) for chaff in self._chaffs[number]]
        if not to_run:
            return found
        questions = {question.number: question for question in self._project.assignment.questions}
        left = Counter(number for number, _ in to_run)
        with start_zygote(self._project) as zygote:
            for number, chaff in self._track(to_run, "known wrong ideas"):
                run = run_variant(self._project, self._key, chaff, [questions[number]], zygote)
                if fingerprint := fingerprint_of(run, number):
                    found[number].append(RecordedFingerprint(chaff.id, chaff.hint, fingerprint))
                left[number] -= 1
                if self._keep and not left[number]:  # at once: ended now, the next run goes on from here
                    content = [asdict(each) for each in found[number]]
                    write_atomically(self._file(number), json.dumps(content).encode())
        return found

    def _file(self, number: str) -> Path:
        hasher = hashlib.sha256(self._key.made_from.encode())
        for chaff in self._chaffs[number]:
            hasher.update(f"{chaff.id} {len(chaff.text)} {chaff.text}".encode())
        return self._project.root / ".autograder" / f"fingerprints-{number}-{hasher.hexdigest()[:32]}.json"


def _chaffs_by_question(project: Project, only: set[str] | None) -> dict[str, list[Variant]]:
    """Return the chaffs that have a hint and change a question, in the order of the catalog."""
    if not any(project.chaffs_folder.glob("*/*.py")):
        return {}
    chaffs = [each for each in read_variants(project.chaffs_folder) if each.hint]
    by_question: dict[Question, list[Variant]] = {}
    for chaff in chaffs:
        if only is None or chaff.id in only:
            check_names(chaff, project)
            for question in own_questions(chaff, project):
                by_question.setdefault(question, []).append(chaff)
    return {each.number: by_question[each] for each in project.assignment.questions if each in by_question}


def recorded_fingerprints(
    runs: Iterable[VariantRun], project: Project
) -> dict[str, list[RecordedFingerprint]]:
    """Return the fingerprints of runs of chaffs that have a hint, sorted by chaff, by question number."""
    found: dict[str, list[RecordedFingerprint]] = {}
    for run in sorted(runs, key=lambda each: each.variant.id):
        for question in own_questions(run.variant, project):
            if run.variant.hint and (fingerprint := fingerprint_of(run, question.number)):
                recorded = RecordedFingerprint(run.variant.id, run.variant.hint, fingerprint)
                found.setdefault(question.number, []).append(recorded)
    return found


def fingerprint_of(run: VariantRun, number: str) -> Fingerprint:
    """Return the fingerprint of one question."""
    return fingerprints_by_question(run.verdicts, run.signatures).get(number, {})


def ambiguous_fingerprints(
    fingerprints: Mapping[str, Sequence[RecordedFingerprint]],
) -> list[tuple[str, str, str]]:
    """Return pairs of chaffs that answer alike and have different hints: the question and both ids."""
    return [
        (number, one.chaff, other.chaff)
        for number, recorded in fingerprints.items()
        for one, other in combinations(recorded, 2)
        if one.hint != other.hint and same_fingerprint(one.fingerprint, other.fingerprint)
    ]
