"""The whole key of a project and seed: the reference's answers, and the rows of every chaff."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict

from autograder.answer_key.build import key_for
from autograder.answer_key.fingerprints import record_fingerprints
from autograder.catalog import Project
from autograder.files import write_atomically
from autograder.grading.fingerprints import RecordedFingerprint
from autograder.grading.key import Key


def full_key(project: Project, seed: int, say: Callable[[str], None]) -> Key:
    """The key with its rows: kept ones, if they are still of these sources, or recorded anew.

    Args:
        say: is told when recording begins, which takes a while.

    Raises:
        GraderError: the solutions do not pass the hidden tests.
        VariantError: a chaff is no variant.
    """
    key = key_for(project, seed)
    chaffs = sorted(project.chaffs_folder.glob("*/*.py"))
    hasher = hashlib.sha256(key.made_from.encode())
    for path in chaffs:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(f"{path.parent.name}/{path.name} {len(content)} ".encode() + content)
    key.made_from = hasher.hexdigest()[:32]
    kept = project.root / ".autograder" / f"rows-{key.made_from}.json"
    if kept.is_file():
        content = json.loads(kept.read_text(encoding="utf-8"))
        key.fingerprints = {
            number: [RecordedFingerprint(**each) for each in fingerprints]
            for number, fingerprints in content.items()
        }
        return key
    if chaffs:
        say(f"Recording what {len(chaffs)} chaffs answer; this is done once for each change of the tests.")
        record_fingerprints(project, key)
    text = json.dumps(
        {number: [asdict(each) for each in fingerprints] for number, fingerprints in key.fingerprints.items()}
    )
    write_atomically(kept, text.encode())
    return key
