"""Read who handed in what, from the metadata file of a Gradescope export. Its keys are Ruby symbols."""

from typing import Any

import yaml

from autograder.errors import AutograderError
from autograder.messages import instructors

# Everything stays text: a student's id like 0012 is not a number.
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
TEXTS = ("name", "sid", "email")


def read_people(content: bytes) -> dict[str, Any]:
    """Return the submitters of each submission, by its name, with the time of the submission.

    >>> read_people(b"submission_1:\\n  :submitters:\\n  - :name: Ada\\n    :sid: 007\\n")
    {'submission_1': {'submitters': [{'name': 'Ada', 'sid': '007', 'email': ''}], 'created_at': ''}}

    Raises:
        AutograderError: it is not such a file.
    """
    try:
        found = yaml.load(content, Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise AutograderError(instructors.metadata_unreadable(str(error).splitlines()[0])) from error
    if not isinstance(found, dict):
        raise AutograderError(instructors.metadata_unreadable(instructors.NO_TABLE))
    return {str(name): _people(facts) for name, facts in found.items()}


def _people(facts: Any) -> dict[str, Any]:
    plain = _plain(facts)
    submitters = plain.get("submitters")
    return {
        "submitters": [
            {key: str(each.get(key) or "") for key in TEXTS}
            for each in map(_plain, submitters if isinstance(submitters, list) else [])
        ],
        "created_at": str(plain.get("created_at") or ""),
    }


def _plain(facts: Any) -> dict[str, Any]:
    """Return a table with keys without colons."""
    return {str(key).lstrip(":"): value for key, value in facts.items()} if isinstance(facts, dict) else {}
