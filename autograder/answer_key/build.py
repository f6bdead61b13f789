"""Build the key: run the hidden tests with the solutions on both sides, and record their answers."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from autograder.answer_key.fingerprints import FingerprintStore
from autograder.answer_key.recorder import Recorder
from autograder.answer_key.runs import Track, untracked
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.grading.key import Key, KeyMismatchError, hash_of_sources
from autograder.grading.run import open_session, run_session
from autograder.grading.start import start_zygote
from autograder.submissions.find import Submission

PACKAGES = ("catalog", "grading", "sandbox")
"""Our own code that a recorded outcome depends on."""


def full_key(
    project: Project, seed: int, track: Track = untracked, chaffs: Iterable[str] | None = None
) -> Key:
    """Return the key with fingerprints, which are recorded when they are first read.

    Args:
        project: the course.
        seed: the term's.
        track: shows the progress of recording.
        chaffs: ids of the chaffs to know; all by default.

    Raises:
        GraderError: the solutions do not pass the hidden tests.
        VariantError: a chaff is not a variant.
    """
    key = key_for(project, seed)
    key.fingerprints = FingerprintStore(project, key, track, chaffs)
    return key


def packed_key(
    project: Project, seed: int, track: Track = untracked, chaffs: Iterable[str] | None = None
) -> Key:
    """Return the key as the zip carries it: with all fingerprints, and a hash that includes the chaffs."""
    key = key_for(project, seed)
    key.fingerprints = FingerprintStore(project, key, track, chaffs).complete()
    hasher = hashlib.sha256(key.made_from.encode())
    for path in sorted(project.chaffs_folder.glob("*/*.py")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(f"{path.parent.name}/{path.name} {len(content)} ".encode() + content)
    key.made_from = hasher.hexdigest()[:32]
    return key


def key_for(project: Project, seed: int) -> Key:
    """Return the key of a project and seed, without fingerprints: the cached one if its sources are the same.

    Raises:
        GraderError: the solutions do not pass the hidden tests.
    """
    made_from = hash_of_sources(sources(project), seed)
    kept = project.root / ".autograder" / f"key-{made_from}.json"
    if kept.is_file():
        try:
            return Key.from_json(kept.read_text(encoding="utf-8"))
        except KeyMismatchError:
            kept.unlink()
    key = build_key(project, seed)
    write_atomically(kept, key.to_json().encode())
    return key


def build_key(project: Project, seed: int) -> Key:
    """Build a new key.

    Raises:
        GraderError: the solutions do not pass the hidden tests, or a part has no test.
    """
    key = Key(seed, hash_of_sources(sources(project), seed))
    solutions = Submission(project.solutions_folder)
    with (
        start_zygote(project) as zygote,
        open_session(solutions, project, zygote) as student,
        open_session(solutions, project, zygote) as reference,
    ):
        run = run_session(student, project, Recorder(reference, key), seed)
    for verdict in run.verdicts.values():
        if verdict.failure:
            raise GraderError(f"the solutions fail {verdict.test}: {verdict.words}; {verdict.detail}")
    key.parts = run.parts
    for question in project.assignment.questions:
        for part in question.parts:
            if part.id not in key.parts.values():
                raise GraderError(f"no hidden test is marked for the part {part.id}")
    return key


def sources(project: Project) -> list[Path]:
    """Return every file that a key is made from."""
    package = Path(__file__).parents[1]
    ours = [path for name in PACKAGES for path in (package / name).rglob("*.py")]
    return [
        *ours,
        *project.hidden_tests_folder.glob("*.py"),
        *project.solutions_folder.glob("*.py"),
        *(project.assignment_folder / "provided").glob("*.py"),
        *project.worker_models_folder.glob("*.py"),
        project.catalog_file,
    ]
