"""The whole key of a project and seed: the reference's answers, and the rows of every chaff."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict

from autograder.audit.record import record_rows
from autograder.catalog import Project
from autograder.files import write_atomically
from autograder.grading.build_key import key_for
from autograder.grading.key import Key
from autograder.grading.rows import RecordedRow


def full_key(project: Project, seed: int, say: Callable[[str], None]) -> Key:
    """The key with its rows: kept ones, if they are still of these sources, or recorded anew.

    Args:
        say: is told when recording begins, which takes a while.

    Raises:
        GraderError: the solutions do not pass the hidden tests.
        VariantError: a chaff is no variant.
    """
    key = key_for(project, seed)
    chaffs = sorted(project.misconceptions_folder.glob("*/*.py"))
    hasher = hashlib.sha256(key.made_from.encode())
    for path in chaffs:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(f"{path.parent.name}/{path.name} {len(content)} ".encode() + content)
    key.made_from = hasher.hexdigest()[:32]
    kept = project.root / ".autograder" / f"rows-{key.made_from}.json"
    if kept.is_file():
        content = json.loads(kept.read_text(encoding="utf-8"))
        key.rows = {number: [RecordedRow(**each) for each in rows] for number, rows in content.items()}
        return key
    if chaffs:
        say(f"Recording what {len(chaffs)} chaffs answer; this is done once for each change of the tests.")
        record_rows(project, key)
    text = json.dumps({number: [asdict(each) for each in rows] for number, rows in key.rows.items()})
    write_atomically(kept, text.encode())
    return key
