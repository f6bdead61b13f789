"""Who handed in what, from an export's metadata."""

import pytest

from autograder.errors import AutograderError
from autograder.regrade.metadata import read_people

REAL = b"""\
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0012'
    :email: ada@example.edu
  - :name: "Yes"
    :sid: 0013
    :email:
  :created_at: 2026-11-01 10:00:00.000000000 Z
  :score: 61.5
  :status: processed
  :results: {":tests": [1, 2]}
submission_12:
  :submitters:
  - :name: No
"""


def test_ids_stay_text() -> None:
    people = read_people(REAL)
    assert [each["sid"] for each in people["submission_11"]["submitters"]] == ["0012", "0013"]
    assert people["submission_11"]["submitters"][1] == {"name": "Yes", "sid": "0013", "email": ""}
    assert people["submission_11"]["created_at"].startswith("2026-11-01 10:00")
    assert people["submission_12"]["submitters"] == [{"name": "No", "sid": "", "email": ""}]


@pytest.mark.parametrize(
    "content", [b"a: [", b"- 1", b"\xff\xfe\x00", b"a: !!python/object:os.system {}\n- 1"]
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(AutograderError, match=r"submission_metadata\.yml cannot be read"):
        read_people(content)
