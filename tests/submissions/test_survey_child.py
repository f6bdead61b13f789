"""The process that parses a student's files reads them in each encoding in which editors save."""

import json
import tempfile

from autograder.submissions.notebook.run import output_of
from autograder.submissions.survey import CHILD
from autograder.submissions.survey_child import ENCODINGS


def test_each_encoding_is_read_without_rights() -> None:
    text = "def gigabytes():\n    return '\u00e9'\n"
    contents = [text.encode(each) for each in ENCODINGS]
    contents.append(bytes(900))
    request = {"functions": {"memory": ["gigabytes"]}, "sizes": list(map(len, contents))}
    with tempfile.TemporaryFile() as file:
        file.writelines(contents)
        file.seek(0)
        facts = json.loads(output_of(CHILD, json.dumps(request), file.fileno()) or b"")
    assert [each["finished"] for each in facts] == [["gigabytes"]] * len(ENCODINGS) + [[]]
    assert facts[-1]["empty"]
